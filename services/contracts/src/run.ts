import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { id, idParam, line, roomPositions, timestamp } from './scalars.ts';

const label = line(120);
const maxParticipants = z.int().min(1, 'At least 1 person.').max(1_000_000, 'At most a million people.');

/** One data collection of a project; at most one is open at a time. It takes people from `opens_at` until it closes. */
export const run = z.object({
  id,
  project_id: id,
  label,
  opens_at: timestamp,
  /** When it closes by itself; null for when somebody closes it. */
  closes_at: timestamp.nullable(),
  closed_at: timestamp.nullable(),
  /** How many people may take a seat; null for any number. */
  max_participants: maxParticipants.nullable(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type Run = z.infer<typeof run>;

const params = z.strictObject({ run_id: idParam });
const settings = { closes_at: timestamp.nullable(), max_participants: maxParticipants.nullable() };

export const runEndpoints = defineEndpoints({
  /** Newest first, and how many seats were taken in each. */
  'GET /api/projects/:project_id/runs': {
    access: 'login',
    action: 'project.read',
    params: z.strictObject({ project_id: idParam }),
    response: z.object({
      runs: z.array(run),
      taken: z.array(z.object({ run_id: id, participants: z.int().nonnegative() })),
      rooms: roomPositions,
    }),
  },
  /** 409 `conflict` while another one is open, and `project_not_live` before the first version and in the archive. */
  'POST /api/projects/:project_id/runs': {
    access: 'login',
    action: 'run.open',
    params: z.strictObject({ project_id: idParam }),
    body: z.strictObject({
      label,
      /** Now, unless it says when. */
      opens_at: timestamp.optional(),
      ...z.strictObject(settings).partial().shape,
    }),
    response: z.object({ run }),
    status: 201,
  },
  /** Once it is closed, the label alone. */
  'PATCH /api/runs/:run_id': {
    access: 'login',
    action: 'run.update',
    params,
    body: z
      .strictObject({ label, ...settings })
      .partial()
      .refine((change) => Object.keys(change).length > 0, 'expected something to change'),
    response: z.object({ run }),
  },
  /** Takes nobody in any more; who waits or talks goes on. */
  'POST /api/runs/:run_id/close': {
    access: 'login',
    action: 'run.update',
    params,
    response: z.object({ run }),
  },
});
