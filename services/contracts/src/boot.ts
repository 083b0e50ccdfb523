import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { sessionRoles, teamRoles } from './names/index.ts';
import { participant } from './participant.ts';
import { project } from './project.ts';
import { id, roomPositions, timestamp } from './scalars.ts';
import { sessionView } from './session-view.ts';
import { user } from './user.ts';

/** A group of the caller with the role in it. */
const bootGroup = z.object({
  id,
  kind: z.enum(['team', 'session']),
  name: z.string(),
  role: z.enum([...teamRoles, ...sessionRoles]),
});

/** A participant's place: what the widget draws. */
const place = z.object({
  participant,
  /** Of the texts that this participant has read, such as the consent. */
  version_number: z.int().positive(),
  /** The project as it stands in the version that this participant has. */
  project: project.pick({
    id: true,
    slug: true,
    name: true,
    language: true,
    group_min: true,
    group_target: true,
    duration_ms: true,
    waiting_limit_ms: true,
    waiting_extension_ms: true,
    ready_check_ms: true,
    welcome: true,
    consent: true,
  }),
  session: sessionView.nullable(),
});
export type Place = z.infer<typeof place>;

/** State and room numbers of one snapshot; reading it writes and renews `/current_users/{channel_token}`. */
export const boot = z.object({
  user,
  groups: z.array(bootGroup),
  /** Null for a login. */
  place: place.nullable(),
  channel_token: z.string(),
  /** Opens the texts that this login may read or edit on the collaboration server; null for a participant. */
  collaboration_secret: z.string().nullable(),
  rooms: roomPositions,
  /** Bumped when the database was restored or promoted: numbers of another epoch mean nothing. */
  epoch: z.int().positive(),
  features: z.array(z.string()),
  server_time: timestamp,
});
export type Boot = z.infer<typeof boot>;

export const bootEndpoints = defineEndpoints({
  'GET /api/boot': { access: 'person', response: boot },
});
