import type { Notice } from '@convomatic/contracts';
import { noticeRoom } from '@convomatic/contracts/names';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';

type NewNotice = Pick<Notice, 'type' | 'message'>;

export const createNotices = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => ({
  /** A notice is its event and nothing else: who connects later has nothing to read. */
  send: ({ user_id }: Caller, notice: NewNotice): Promise<Notice> =>
    unitOfWork(({ record }) => {
      record([noticeRoom], () => [
        {
          room: noticeRoom,
          team_id: null,
          kind: 'notice.created',
          records: { notices: [notice] },
          actor_id: user_id,
        },
      ]);
      return Promise.resolve(notice);
    }),
});

export type Notices = ReturnType<typeof createNotices>;
