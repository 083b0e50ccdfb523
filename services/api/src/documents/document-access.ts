import type { DocumentAccess } from '@convomatic/contracts';
import { documentName, documentTypeOf, parseDocumentName } from '@convomatic/contracts/names';
import type { DocumentAddress } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import { hashToken } from '@convomatic/kit/tokens';
import type { Knex } from 'knex';
import { mayAlso, nothingHere, requirePermission } from '../memberships/index.ts';
import type { Caller } from '../platform/caller.ts';
import { parseUserSecret } from './collaboration-secret.ts';
import type { CollaborationSecrets, Presented } from './collaboration-secret.ts';
import { cursorColor } from './cursor-color.ts';
import { findGeneration } from './documents.repository.ts';
import type { TextDoor } from './text-door.ts';

type Needs = {
  knex: Knex;
  doorOf: (address: DocumentAddress) => TextDoor;
  secrets: CollaborationSecrets;
  /** The person's logins that are neither revoked nor expired, as callers. */
  listLoginCallers: (knex: Knex, userId: number) => Promise<(Caller & { login_id: number })[]>;
  findParticipantCaller: (tokenHash: string) => Promise<Caller | null>;
};

type Asked = { user_secret: string; document_name: string };

const requireAddress = (name: string): DocumentAddress => {
  const address = parseDocumentName(name);
  if (address) return address;
  throw new AppError('unprocessable', 'There is no text with such a name. Open it from its project.', {
    fields: { document_name: 'is not the name of a document' },
  });
};

const noGuests = (): AppError =>
  new AppError('forbidden', 'Texts are written by the members of a team. Guests cannot open them.');

/** Decides, anew each time, what somebody may do with a text. */
export const createDocumentAccess = ({ knex, secrets, doorOf, ...find }: Needs) => {
  const findCaller = async (presented: Presented): Promise<Caller | undefined> => {
    const callers = await find.listLoginCallers(knex, presented.user_id);
    const logins = callers.map((caller) => ({ id: caller.login_id, user_id: caller.user_id, caller }));
    return secrets.findLogin(logins, presented)?.caller;
  };

  const requireMember = async (secret: string): Promise<Caller> => {
    const presented = parseUserSecret(secret);
    if (!presented) throw new AppError('token_invalid', 'Sign in first.');
    const caller = await findCaller(presented);
    if (caller && caller.platform_role !== 'guest') return caller;
    const isGuest = caller ?? (await find.findParticipantCaller(hashToken(presented.token)));
    if (isGuest) throw noGuests();
    throw new AppError('token_expired', 'You are signed out. Sign in again.');
  };

  /** Strangers are told that there is nothing, as everywhere. */
  const requireStored = async (caller: Caller, address: DocumentAddress) => {
    const stored = await doorOf(address).find(knex, address.id, address.field);
    if (!stored) throw nothingHere();
    const { read, write } = documentTypeOf(address);
    const scope = await requirePermission(knex, caller, { team_id: stored.team_id, action: read });
    const mode: DocumentAccess['mode'] = mayAlso(scope, write) ? 'write' : 'read';
    return { stored, mode };
  };

  return async ({ user_secret, document_name }: Asked): Promise<DocumentAccess> => {
    const address = requireAddress(document_name);
    const caller = await requireMember(user_secret);
    const { stored, mode } = await requireStored(caller, address);
    return {
      mode,
      user: { id: caller.user_id, name: caller.name, color: cursorColor(caller.user_id) },
      generation: (await findGeneration(knex, documentName(address))) ?? null,
      shard: stored.shard,
    };
  };
};

export type DecideAccess = ReturnType<typeof createDocumentAccess>;
