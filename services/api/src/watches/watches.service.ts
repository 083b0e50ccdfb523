import { userRoom } from '@convomatic/contracts/names';
import { auditReading } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { requireSessionOfTeam } from '../sessions/index.ts';

type Watching = { session_id: number; connection_id: string };

export const createWatches = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => ({
  /** Shows a session to one connection of somebody in the team; it gives no membership and ends with the connection. */
  watch: (caller: Caller, { session_id, connection_id }: Watching): Promise<void> =>
    unitOfWork(async ({ trx, record }) => {
      const action = 'session.watch';
      const { team_id } = await requireSessionOfTeam(trx, caller, { session_id, action });
      await auditReading(trx, caller, { action, team_id, subject: { type: 'session', id: session_id } });
      const room = userRoom(caller.user_id);
      record([room], () => [
        {
          room,
          team_id: null,
          kind: 'watch.created',
          records: { watches: [{ connection_id, group_id: session_id, team_id }] },
          actor_id: caller.user_id,
        },
      ]);
    }),
});

export type Watches = ReturnType<typeof createWatches>;
