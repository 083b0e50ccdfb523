import { userRoom } from '@convomatic/contracts/names';
import { requireRole } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { requireSession } from '../sessions/index.ts';

type Watching = { session_id: number; connection_id: string };

export const createWatches = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => ({
  /** Shows a session to one connection of somebody in the team; it gives no membership and ends with the connection. */
  watch: (caller: Caller, { session_id, connection_id }: Watching): Promise<void> =>
    unitOfWork(async ({ trx, record }) => {
      const { team_id } = await requireSession(trx, caller, session_id);
      await requireRole(trx, caller, { group_id: team_id, role: 'observer' });
      const room = userRoom(caller.user_id);
      record([room], () => [
        {
          room,
          team_id: null,
          kind: 'watch.created',
          records: { watches: [{ connection_id, group_id: session_id }] },
          actor_id: caller.user_id,
        },
      ]);
    }),
});

export type Watches = ReturnType<typeof createWatches>;
