import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { outcomes, participantStates } from './names/index.ts';
import { id, idParam, line, timestamp } from './scalars.ts';

/** A user's place in one project. Code and redirect are there once an outcome is. */
export const participant = z.object({
  id,
  project_id: id,
  user_id: id,
  session_id: id.nullable(),
  /** The data collection that the person came to; null for those from before there were any. */
  run_id: id.nullable(),
  /** As the person asked to be called; null where names are generated. */
  name: z.string().nullable(),
  state: z.enum(participantStates),
  waiting_since: timestamp.nullable(),
  waiting_until: timestamp.nullable(),
  /** Until when a matched person has to say that they are there; null when nobody asks. */
  ready_until: timestamp.nullable(),
  /** Until when somebody in a talk has to say that they are still there; null when nobody asks. */
  attention_until: timestamp.nullable(),
  outcome: z.enum(outcomes).nullable(),
  completion_code: z.string().nullable(),
  redirect_url: z.string().nullable(),
  created_at: timestamp,
});
export type Participant = z.infer<typeof participant>;

export const participantEndpoints = defineEndpoints({
  /** How many are still missing for a group: asked now and then, because nobody's arrival is an event for the others. */
  'GET /api/participants/me/waiting': {
    access: 'participant',
    response: z.object({ present: z.int(), missing: z.int(), server_time: timestamp }),
  },
  /**
   * Answers the consent text of the version that the place names: agreeing begins the wait, refusing ends with the
   * outcome `no_consent`. The same answer again changes nothing.
   */
  'POST /api/participants/me/consent': {
    access: 'participant',
    body: z.strictObject({ accepted: z.boolean(), version_number: z.int().positive() }),
    response: z.object({ participant }),
  },
  /** Asks to wait longer, by what the project allows each time; 409 where it does not, or nobody waits. */
  'POST /api/participants/me/extend': {
    access: 'participant',
    response: z.object({ participant }),
  },
  /** Says within the limit that a matched person is there; the talk begins with the last one. */
  'POST /api/participants/me/ready': {
    access: 'participant',
    response: z.object({ participant }),
  },
  /** Comes back into the queue, at its end, after having been put aside. */
  'POST /api/participants/me/return': {
    access: 'participant',
    response: z.object({ participant }),
  },
  /** Everybody who came to a project, or those in one state: the newest first, those with a lower id than `before`. */
  'GET /api/projects/:project_id/participants': {
    access: 'login',
    action: 'participant.read',
    params: z.strictObject({ project_id: idParam }),
    query: z.strictObject({ state: z.enum(participantStates).optional(), before: idParam.optional() }),
    response: z.object({ participants: z.array(participant), more: z.boolean() }),
  },
  /** Ends somebody's time in the queue or the talk, by the team. The reason is for the team's records alone. */
  'POST /api/participants/:participant_id/remove': {
    access: 'login',
    action: 'participant.remove',
    params: z.strictObject({ participant_id: idParam }),
    body: z.strictObject({ reason: line(500).optional() }),
    response: z.object({ participant }),
  },
  /** Leaves the queue or the talk for good; the answer holds the outcome. */
  'POST /api/participants/me/leave': {
    access: 'participant',
    response: z.object({ participant }),
  },
});

/** Where a participant comes from: the recruiter's name, such as prolific, and the id that it gave. */
export const joinSource = {
  platform: line(40)
    .regex(/^[a-z][a-z0-9_-]*$/, 'expected a short lower-case name')
    .optional(),
  external_id: line(200).optional(),
};

/** As somebody asks to be called by the others. */
export const askedName = line(40);
