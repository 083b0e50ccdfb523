import { z } from 'zod';
import { dropOutPolicies, namings, outcomes } from './names/index.ts';
import { richText, richTextOf } from './rich-text.ts';
import { line, milliseconds } from './scalars.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const code = z
  .string()
  .trim()
  .regex(/^[\w-]{1,40}$/, 'Use up to 40 letters, digits, - or _.');

/** What each outcome gives: a completion code, when set an address to go to, and whether the person is to be paid. */
const outcomeSettings = z.strictObject({
  code,
  redirect_url: z
    .url({ protocol: /^https?$/, error: 'Write a whole address, such as https://example.org.' })
    .max(2_000)
    .nullable(),
  pays: z.boolean(),
});

/** An arm of the study; groups are given to arms in proportion to the weights. */
const condition = z.strictObject({
  name: line(40),
  weight: z.int().min(1, 'At least 1.').max(100, 'At most 100.'),
});

const longest = {
  [10 * minute]: 'At most 10 minutes.',
  [hour]: 'At most 60 minutes.',
  [day]: 'At most 24 hours.',
};

/** A length of time between these two. */
const limit = (least: number, most: keyof typeof longest) =>
  milliseconds.min(least, `At least ${String(least / second)} seconds.`).max(most, longest[most]);

/** What a team sets of a project, and a version freezes. Times are in milliseconds. */
export const projectSettings = {
  name: line(120),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language tag such as en'),
  /** The smallest group that may start, and the quorum. */
  group_min: z.int().min(2, 'At least 2 people.').max(50, 'At most 50 people.'),
  group_target: z.int().min(2, 'At least 2 people.').max(50, 'At most 50 people.'),
  duration_ms: limit(10 * second, day),
  /** Leaving later than this after the start counts as completed; 0 where only the end does. */
  minimum_stay_ms: limit(0, day),
  waiting_limit_ms: limit(10 * second, day),
  /** How much longer somebody may ask to wait, each time; null where nobody may. */
  waiting_extension_ms: limit(10 * second, hour).nullable(),
  /** How long matched people have to confirm that they are there; null for no check. */
  ready_check_ms: limit(5 * second, 10 * minute).nullable(),
  naming: z.enum(namings),
  /** Empty where there is one arm. */
  conditions: z.array(condition).max(20, 'At most 20 conditions.'),
  /** One for each place in a group, in any order; with fewer than places they go round. Empty for none. */
  roles: z.array(line(40)).max(50, 'At most 50 roles.'),
  drop_out_policy: z.enum(dropOutPolicies),
  /** How long somebody may be away before the policy applies. */
  drop_out_grace_ms: limit(5 * second, 10 * minute),
  /** How long a session that paused for somebody waits for them. */
  drop_out_pause_ms: limit(10 * second, hour),
  /** How often everybody is asked whether they are still there; null for on demand alone. */
  attention_every_ms: limit(30 * second, day).nullable(),
  attention_limit_ms: limit(10 * second, 10 * minute),
  welcome: richText,
  /** Asked first; empty where no consent is asked. */
  consent: richText,
  farewell: richText,
  outcomes: z.record(z.enum(outcomes), outcomeSettings),
  /** Pages that may embed the project, as origins; empty for any. */
  allowed_origins: z
    .array(
      z
        .string()
        .regex(/^https?:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/, 'expected an origin such as https://example.org'),
    )
    .max(20, 'At most 20 origins.'),
  /** Days after the close of a session for which its data is kept; null for ever. */
  retention_days: z.int().min(1, 'At least a day.').max(3_650, 'At most ten years.').nullable(),
};

/** The settings alone, of a row that has more. */
export const settingsRow = z.object(projectSettings);
export type ProjectSettings = z.infer<typeof settingsRow>;

/** What a new project has of the settings that seldom change. */
export const plainSettings = {
  minimum_stay_ms: 0,
  waiting_extension_ms: null,
  ready_check_ms: null,
  naming: 'generated',
  conditions: [],
  roles: [],
  drop_out_policy: 'carry_on',
  drop_out_grace_ms: 15 * second,
  drop_out_pause_ms: 2 * minute,
  attention_every_ms: null,
  attention_limit_ms: 30 * second,
  consent: richTextOf(''),
  allowed_origins: [],
  retention_days: null,
} satisfies Partial<ProjectSettings>;
