import { callerOf, findCaller, participantOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Join } from './join.ts';
import type { Waiting } from './waiting.ts';

type Needs = { join: Join; waiting: Waiting };

export const createParticipantsRoutes =
  ({ join, waiting }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/join', ({ body, res }) => join(body, findCaller(res)?.participant ?? null));

    serve('GET /api/participants/me/waiting', ({ res }) =>
      waiting({ project_id: participantOf(res).project_id, user_id: callerOf(res).user_id }),
    );
  };
