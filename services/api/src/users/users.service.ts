import type { EndpointRequest, EndpointResponse, UserEntry } from '@convomatic/contracts';
import type { Action } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import { updateAccount } from './accounts.repository.ts';
import { announceUser } from './announce-user.ts';
import { createBlocking } from './block-user.ts';
import type { Needs as BlockingNeeds } from './block-user.ts';
import type { SignUp } from './sign-up.ts';
import { listUserEntries } from './user-entries.repository.ts';
import type { Search } from './user-entries.repository.ts';
import { createUserEntries, requireOther } from './user-entries.ts';

type Needs = Omit<BlockingNeeds, 'entries'> & { signUp: Pick<SignUp, 'isAppointed'> };

type PlatformRole = EndpointRequest<'PATCH /api/users/:user_id'>['body']['platform_role'];

const pageSize = 50;

type Entry = { action: Action; id: number | null; fields?: string[] };

const writeDown = (trx: Knex, caller: Caller, { action, id, fields = [] }: Entry): Promise<void> =>
  audit(trx, caller, { action, team_id: null, subject: { type: 'user', id }, fields });

/** What admins see and do; nobody else, and nothing in any team. */
export const createUsers = ({ unitOfWork, signUp, ...ending }: Needs) => {
  const entries = createUserEntries(signUp);

  return {
    ...createBlocking({ unitOfWork, entries, ...ending }),

    list: (caller: Caller, search: Search): Promise<EndpointResponse<'GET /api/users'>> =>
      unitOfWork(async ({ trx }) => {
        const found = await listUserEntries(trx, search, pageSize + 1);
        const page = found.slice(0, pageSize);
        await writeDown(trx, caller, { action: 'user.read', id: null });
        const next_before_id = found.length > pageSize ? (page.at(-1)?.id ?? null) : null;
        return { users: page.map(entries.entryOf), next_before_id };
      }),

    giveRole: (
      caller: Caller,
      { user_id, platform_role }: { user_id: number; platform_role: PlatformRole },
    ): Promise<UserEntry> =>
      unitOfWork(async (work) => {
        const { trx } = work;
        const before = await entries.lock(trx, caller, user_id);
        requireOther(caller, before);
        if (before.platform_role === platform_role) return before;
        await updateAccount(trx, user_id, { platform_role });
        const fields = ['platform_role'];
        await writeDown(trx, caller, { action: 'user.update', id: user_id, fields });
        announceUser(work, user_id, caller.user_id);
        return { ...before, platform_role };
      }),
  };
};

export type Users = ReturnType<typeof createUsers>;
