import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Messages } from './messages.service.ts';

export const createMessagesRoutes =
  ({ messages }: { messages: Messages }): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/:session_id/messages', async ({ params, body, res }) => ({
      message: await messages.post(callerOf(res), {
        ...params,
        ...body,
        client_at: body.client_at ?? null,
      }),
    }));

    serve('GET /api/sessions/:session_id/messages', ({ params, query, res }) =>
      messages.page(callerOf(res), { ...params, ...query }),
    );
  };
