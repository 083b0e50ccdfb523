import { documentTypeOf } from '@convomatic/contracts/names';
import type { DocumentAddress } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { auditOnce } from '../platform/audit.ts';
import type { Actor } from '../platform/audit.ts';
import { findUser } from '../users/index.ts';

type Typing = { address: DocumentAddress; team_id: number; editors: number[] };

/** Texts are saved every few seconds: a row for each save would hide all others. */
const minutes = 10;

const nobodyKnown: Actor = { user_id: null, name: null, request: null };

const listActors = async (trx: Knex, editors: number[]): Promise<Actor[]> => {
  const actors: Actor[] = [];
  for (const id of new Set(editors)) {
    const user = await findUser(trx, id);
    if (user) actors.push({ user_id: id, name: user.name, request: null });
  }
  return actors.length > 0 ? actors : [nobodyKnown];
};

/**
 * Writes down who typed in a text, once in ten minutes for each person and text. It is the collaboration server that
 * asks, so from where they typed is not known.
 */
export const auditTyping = async (trx: Knex, { address, team_id, editors }: Typing): Promise<void> => {
  const { type, id, field } = address;
  const draft = { action: documentTypeOf(address).write, team_id, subject: { type, id }, fields: [field] };
  for (const actor of await listActors(trx, editors)) {
    await auditOnce(trx, actor, { ...draft, minutes });
  }
};
