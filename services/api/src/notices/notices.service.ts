import type { Notice } from '@convomatic/contracts';
import { noticeRoom } from '@convomatic/contracts/names';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';

type NewNotice = Pick<Notice, 'type' | 'message'>;

export const createNotices = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => ({
  /** A notice is its event and nothing else: who connects later has nothing to read. */
  send: (caller: Caller, notice: NewNotice): Promise<Notice> =>
    unitOfWork(async ({ trx, record }) => {
      record([noticeRoom], () => [
        {
          room: noticeRoom,
          team_id: null,
          kind: 'notice.created',
          records: { notices: [notice] },
          actor_id: caller.user_id,
        },
      ]);
      const subject = { type: 'notice', id: null };
      await audit(trx, caller, { action: 'notice.create', team_id: null, subject });
      return notice;
    }),
});

export type Notices = ReturnType<typeof createNotices>;
