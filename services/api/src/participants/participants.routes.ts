import { callerOf, findCaller, participantOf } from '../platform/caller.ts';
import type { Limits } from '../platform/limits/index.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Join } from './join.ts';
import type { Wait } from './wait.ts';
import type { Waiting } from './waiting.ts';

type Needs = { join: Join; waiting: Waiting; wait: Wait; limits: Limits };

type Joining = {
  address: string | undefined;
  slug: string;
  platform?: string | undefined;
  external_id?: string | undefined;
};

/** The person's own limit first: who tries again and again uses up nobody else's. */
const limitJoins = async (limits: Limits, joining: Joining): Promise<void> => {
  const { address, slug, platform = '', external_id } = joining;
  if (external_id !== undefined) {
    await limits.take('join_per_person', JSON.stringify([slug, platform, external_id]));
  }
  await limits.take('join_per_address', address);
  await limits.take('join_per_project', slug);
};

export const createParticipantsRoutes =
  ({ join, waiting, wait, limits }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/join', async ({ body, req, res }) => {
      await limitJoins(limits, { ...body, address: req.ip });
      return join(body, findCaller(res)?.participant ?? null);
    });

    serve('GET /api/participants/me/waiting', ({ res }) =>
      waiting({ ...participantOf(res), user_id: callerOf(res).user_id }),
    );

    serve('POST /api/participants/me/extend', async ({ res }) => ({
      participant: await wait.extend(participantOf(res).id),
    }));

    serve('POST /api/participants/me/return', async ({ res }) => ({
      participant: await wait.comeBack(participantOf(res).id),
    }));
  };
