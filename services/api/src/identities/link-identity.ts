import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import type { Claims } from './claims.ts';
import { findIdentity, insertIdentity, lockAccount, updateIdentityEmail } from './identities.repository.ts';

type Actor = Pick<Caller, 'user_id' | 'name' | 'request'>;

/** Somebody at a provider, named by its id here. */
export type Stranger = { provider: string; claims: Claims };

/** Whose account at the provider this is, if it is anybody's; nobody else can take it until the transaction ends. */
export const findOwner = async ({ trx }: Work, { claims }: Stranger): Promise<number | undefined> => {
  await lockAccount(trx, claims);
  return (await findIdentity(trx, claims))?.user_id;
};

/** From now on this account at a provider, which is nobody else's, is a way in for the person who acts. */
export const linkIdentity = async (
  { trx }: Work,
  actor: Actor,
  { provider, claims }: Stranger,
): Promise<void> => {
  const { issuer, subject, email } = claims;
  const linked = await findIdentity(trx, claims);
  if (linked) {
    await updateIdentityEmail(trx, linked.id, email);
    return;
  }
  const id = await insertIdentity(trx, { user_id: actor.user_id, provider, issuer, subject, email });
  await audit(trx, actor, { action: 'identity.link', team_id: null, subject: { type: 'identity', id } });
};
