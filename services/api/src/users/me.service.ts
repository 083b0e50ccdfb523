import type { EndpointRequest, User } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { findMembership } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { lockAccount, updateAccount } from './accounts.repository.ts';
import { announceUser } from './announce-user.ts';
import { renameMemberships } from './me.repository.ts';
import { findUser } from './users.repository.ts';

type Changes = EndpointRequest<'PATCH /api/users/me'>['body'];

const requireUser = (user: User | undefined): User => {
  if (!user) throw new AppError('unauthenticated', 'This person is no longer here.');
  return user;
};

const changedFields = (before: User, changes: Changes): string[] =>
  (['name', 'language'] as const).filter(
    (field) => changes[field] !== undefined && changes[field] !== before[field],
  );

/** A team knows its members by the name that they have now. */
const rename = async ({ trx, record }: Work, user_id: number, name: string): Promise<void> => {
  for (const group_id of await renameMemberships(trx, user_id, name)) {
    const room = groupRoom(group_id);
    record([room], async (reading) => {
      const membership = await findMembership(reading, { group_id, user_id });
      const memberships = membership ? [membership] : [];
      return [
        { room, team_id: group_id, kind: 'membership.updated', records: { memberships }, actor_id: user_id },
      ];
    });
  }
};

/** What people change of themselves. */
export const createMe = ({ unitOfWork }: { unitOfWork: UnitOfWork }) => ({
  edit: (caller: Caller, changes: Changes): Promise<User> =>
    unitOfWork(async (work) => {
      const id = caller.user_id;
      const before = requireUser(await lockAccount(work.trx, { id }));
      const fields = changedFields(before, changes);
      if (fields.length > 0) {
        await updateAccount(work.trx, id, changes);
        if (changes.name !== undefined && fields.includes('name')) await rename(work, id, changes.name);
        announceUser(work, id);
        await audit(work.trx, caller, {
          action: 'user.update',
          team_id: null,
          subject: { type: 'user', id },
          fields,
        });
      }
      return requireUser(await findUser(work.trx, id));
    }),
});

export type Me = ReturnType<typeof createMe>;
