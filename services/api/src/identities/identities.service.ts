import type { Identity, IdentityProvider } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { hasProvedAddress, listIdentities, removeIdentity } from './identities.repository.ts';
import type { ProviderSettings } from './provider-variables.ts';
import type { Providers } from './providers.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork; providers: Providers };

/** The accounts at providers by which people sign in. */
export const createIdentities = ({ knex, unitOfWork, providers }: Needs) => ({
  listProviders: (): IdentityProvider[] => providers.list(),

  /** @throws {AppError} `not_found` */
  requireProvider: (id: string): ProviderSettings => providers.require(id),

  list: (caller: Caller): Promise<Identity[]> => listIdentities(knex, caller.user_id),

  unlink: (caller: Caller, id: number): Promise<void> =>
    unitOfWork(async ({ trx }) => {
      const { user_id } = caller;
      const isProved = await hasProvedAddress(trx, user_id);
      if (!(await removeIdentity(trx, { id, user_id })))
        throw new AppError('not_found', 'You have no such account here.');
      if (!isProved && (await listIdentities(trx, user_id)).length === 0)
        throw new AppError('conflict', 'This is your only way in. Prove an e-mail address first.');
      await audit(trx, caller, {
        action: 'identity.unlink',
        team_id: null,
        subject: { type: 'identity', id },
      });
    }),
});

export type Identities = ReturnType<typeof createIdentities>;
