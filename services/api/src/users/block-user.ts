import type { UserEntry } from '@convomatic/contracts';
import { userRoom } from '@convomatic/contracts/names';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { updateBlocked } from './user-entries.repository.ts';
import { requireOther } from './user-entries.ts';
import type { UserEntries } from './user-entries.ts';

export type Needs = {
  unitOfWork: UnitOfWork;
  entries: UserEntries;
  /** Ends all logins of a person in this unit of work; answers their ids. */
  endLogins: (work: Work, ending: { user_id: number; except: null; actor: Caller }) => Promise<number[]>;
  /** Ends what the channel token of a login opens. */
  endChannelToken: (loginId: number) => Promise<void>;
};

type Setting = { id: number; isBlocked: boolean };

const setBlocked = async ({ trx, record }: Work, caller: Caller, setting: Setting): Promise<void> => {
  const { id, isBlocked } = setting;
  await updateBlocked(trx, id, isBlocked);
  // Of no login in particular: what a participant's token opened ends with it.
  const room = userRoom(id);
  const ending = { room, team_id: null, kind: 'login.revoked' as const, records: { logins: [] } };
  if (isBlocked) record([room], () => [{ ...ending, actor_id: caller.user_id }]);
  await audit(trx, caller, {
    action: isBlocked ? 'user.block' : 'user.unblock',
    team_id: null,
    subject: { type: 'user', id },
    fields: ['blocked_at'],
  });
};

/** What an admin does where somebody must not be signed in any longer. */
export const createBlocking = ({ unitOfWork, entries, endLogins, endChannelToken }: Needs) => {
  /** The channel tokens of the logins end once that is committed. */
  const endAll = async (
    caller: Caller,
    id: number,
    prepare: (work: Work, before: UserEntry) => Promise<void>,
  ): Promise<UserEntry> => {
    const { user, ended } = await unitOfWork(async (work) => {
      await prepare(work, await entries.lock(work.trx, caller, id));
      const logins = await endLogins(work, { user_id: id, except: null, actor: caller });
      return { user: await entries.require(work.trx, id), ended: logins };
    });
    await Promise.all(ended.map(endChannelToken));
    return user;
  };

  return {
    block: (caller: Caller, id: number): Promise<UserEntry> =>
      endAll(caller, id, async (work, before) => {
        requireOther(caller, before);
        if (before.blocked_at === null) await setBlocked(work, caller, { id, isBlocked: true });
      }),

    unblock: (caller: Caller, id: number): Promise<UserEntry> =>
      unitOfWork(async (work) => {
        const before = await entries.lock(work.trx, caller, id);
        if (before.blocked_at === null) return before;
        await setBlocked(work, caller, { id, isBlocked: false });
        return { ...before, blocked_at: null };
      }),

    /** Everywhere; who is not blocked may sign in again. */
    signOut: async (caller: Caller, id: number): Promise<void> => {
      await endAll(caller, id, () => Promise.resolve());
    },
  };
};
