import { AppError } from '@convomatic/kit/errors';
import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Messages } from './messages.service.ts';
import type { ModeratorMessages } from './moderator-messages.ts';

type Needs = { messages: Messages; moderatorMessages: ModeratorMessages };

export const createMessagesRoutes =
  ({ messages, moderatorMessages }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/sessions/:session_id/messages', async ({ params, body, res }) => {
      const caller = callerOf(res);
      const { recipient_user_id = null, client_at = null, ...text } = body;
      const said = { ...params, ...text, client_at };
      if (caller.login_id !== null)
        return { message: await moderatorMessages.post(caller, { ...said, recipient_user_id }) };
      if (recipient_user_id !== null)
        throw new AppError('forbidden', 'Only the team may write to one person alone. Write to everybody.');
      return { message: await messages.post(caller, said) };
    });

    serve('POST /api/projects/:project_id/messages', async ({ params, body, res }) => ({
      sent: await moderatorMessages.postToProject(callerOf(res), { ...params, ...body }),
    }));

    serve('GET /api/sessions/:session_id/messages', ({ params, query, res }) =>
      messages.page(callerOf(res), { ...params, ...query }),
    );
  };
