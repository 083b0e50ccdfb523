import type { CurrentUser } from '@convomatic/contracts';
import { userRoom } from '@convomatic/contracts/names';
import type { EventLog } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRooms } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';
import type { CurrentUsers } from './current-users.ts';
import { Refusal } from './outcomes.ts';
import { tokenOf } from './token.ts';

interface AuthenticateNeeds {
  currentUsers: CurrentUsers;
  localRooms: LocalRooms;
  log: Pick<EventLog, 'read'>;
  obey: (room: string, text: string) => void;
  /** Else a connection would miss what is published. */
  isSubscribed: () => boolean;
  isDraining: () => boolean;
  logger: Logger;
}

const connectionsAUser = 10;

/** Decides before a connection is acknowledged who it is of; nobody for one without a token. */
export function createAuthenticate(needs: AuthenticateNeeds) {
  const { currentUsers, localRooms, log, obey, isSubscribed, isDraining, logger } = needs;

  const requireOpen = (): void => {
    if (isDraining()) throw new Refusal('draining');
    if (!isSubscribed()) throw new Refusal('unavailable');
  };

  const readLog = async (room: string, after: number) => {
    try {
      return await log.read({ room, after });
    } catch (error) {
      logger.warn({ err: error }, 'the log of a person could not be read');
      throw new Refusal('unavailable');
    }
  };

  /**
   * CH34: what was said of this person's rights since the value was written. No log means no event, for it lives as
   * long as the token; a value of another system has no number and is taken as it is.
   */
  const catchUp = async (connection: Connection, { id, seq }: CurrentUser): Promise<void> => {
    if (seq === undefined) return;
    const room = userRoom(id);
    const page = await readLog(room, seq);
    if (page && page.top > seq && page.first > seq + 1) throw new Refusal('token_expired');
    for (const { text } of page?.entries ?? []) obey(room, text);
    if (connection.isRevoked) throw new Refusal('token_expired');
  };

  const findUser = async (token: string): Promise<CurrentUser> => {
    const lookup = await currentUsers.find(token);
    if (lookup.outcome !== 'found') throw new Refusal(lookup.outcome);
    return lookup.user;
  };

  /** Gives the connection its identity. @throws {Refusal} */
  return async (connection: Connection): Promise<void> => {
    requireOpen();
    const given = tokenOf(connection.socket.handshake);
    if (given === null) return;
    if (given === 'malformed') throw new Refusal('token_invalid');
    const user = await findUser(given.token);
    const room = userRoom(user.id);
    if (localRooms.membersOf(room).size >= connectionsAUser) throw new Refusal('overloaded');
    connection.identity = { token: given.token, user };
    // From here on this node hears what is said of the person; what was said before is read.
    localRooms.reserve(connection, room);
    await catchUp(connection, user);
    requireOpen();
  };
}

export type Authenticate = ReturnType<typeof createAuthenticate>;
