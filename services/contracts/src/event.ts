import { z } from 'zod';
import { absence } from './absence.ts';
import { asset } from './asset.ts';
import { assignment } from './assignment.ts';
import { membership } from './membership.ts';
import { message } from './message.ts';
import { eventKinds } from './names/index.ts';
import { note } from './note.ts';
import { notice } from './notice.ts';
import { participant } from './participant.ts';
import { count, project } from './project.ts';
import { promptDelivery } from './prompt-delivery.ts';
import { prompt } from './prompt.ts';
import { run } from './run.ts';
import { id, timestamp } from './scalars.ts';
import { session } from './session-view.ts';
import { team } from './team.ts';
import { user } from './user.ts';
import { version } from './version.ts';
import { watch } from './watch.ts';

/** Rows in their public shape, by plural noun. */
export const records = z
  .object({
    absences: z.array(absence),
    assets: z.array(asset),
    assignments: z.array(assignment),
    counts: z.array(count),
    /** There where records of somebody stood whose data was erased. */
    erased: z.literal(true),
    logins: z.array(z.object({ id })),
    memberships: z.array(membership),
    messages: z.array(message),
    notes: z.array(note),
    notices: z.array(notice),
    participants: z.array(participant),
    projects: z.array(project),
    prompt_deliveries: z.array(promptDelivery),
    prompts: z.array(prompt),
    runs: z.array(run),
    sessions: z.array(session),
    teams: z.array(team),
    users: z.array(user),
    versions: z.array(version),
    watches: z.array(watch),
  })
  .partial();
export type Records = z.infer<typeof records>;

/** One numbered change in one room, as published on `/records`. `seq` has no gaps in a room, in commit order. */
export const event = z.object({
  room: z.string(),
  team_id: id.nullable(),
  seq: z.int().positive(),
  id,
  at: timestamp,
  kind: z.enum(eventKinds),
  records,
});
export type Event = z.infer<typeof event>;
