import { userRoom } from '@convomatic/contracts/names';
import type { Members } from '../members.ts';
import type { Identity } from '../socket.ts';
import type { CurrentUsers } from './current-users.ts';
import { Refusal } from './outcomes.ts';
import { tokenOf } from './token.ts';

interface AuthenticateNeeds {
  currentUsers: CurrentUsers;
  members: Members;
  /** Else a connection would miss what is published. */
  isSubscribed: () => boolean;
  isDraining: () => boolean;
}

const connectionsAUser = 10;

/** Decides before a connection is acknowledged who it is of; null for one without a token. */
export function createAuthenticate({ currentUsers, members, isSubscribed, isDraining }: AuthenticateNeeds) {
  const requireOpen = (): void => {
    if (isDraining()) throw new Refusal('draining');
    if (!isSubscribed()) throw new Refusal('unavailable');
  };

  /** @throws {Refusal} */
  return async (handshake: Parameters<typeof tokenOf>[0]): Promise<Identity | null> => {
    requireOpen();
    const given = tokenOf(handshake);
    if (given === null) return null;
    if (given === 'malformed') throw new Refusal('token_invalid');
    const lookup = await currentUsers.find(given.token);
    if (lookup.outcome !== 'found') throw new Refusal(lookup.outcome);
    requireOpen();
    if (members.of(userRoom(lookup.user.id)).size >= connectionsAUser) throw new Refusal('overloaded');
    return { token: given.token, user: lookup.user };
  };
}

export type Authenticate = ReturnType<typeof createAuthenticate>;
