import type { CurrentUser } from '@convomatic/contracts';
import { userRoom } from '@convomatic/contracts/names';
import type { LogPage } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms } from '../local-rooms.ts';
import type { Connection } from '../socket.ts';
import type { CurrentUsers } from './current-users.ts';
import { Refusal } from './outcomes.ts';
import { tokenOf } from './token.ts';

interface AuthenticateNeeds {
  currentUsers: CurrentUsers;
  localRooms: LocalRooms;
  log: { read: (request: { room: string; after: number }) => Promise<LogPage | null> };
  /** Has this node follow a room, so that what is said in it from here on is obeyed. */
  follow: (room: LocalRoom) => Promise<void>;
  obey: (room: string, text: string, connections: readonly Connection[]) => void;
  /** Else a connection would miss what is published. */
  isSubscribed: () => boolean;
  isDraining: () => boolean;
  logger: Logger;
}

const connectionsAUser = 10;

/** Decides before a connection is acknowledged who it is of; nobody for one without a token. */
export function createAuthenticate(needs: AuthenticateNeeds) {
  const { currentUsers, localRooms, log, follow, obey, isSubscribed, isDraining, logger } = needs;

  const requireOpen = (): void => {
    if (isDraining()) throw new Refusal('draining');
    if (!isSubscribed()) throw new Refusal('unavailable');
  };

  const readLog = async (room: LocalRoom, after: number): Promise<LogPage | null> => {
    try {
      await follow(room);
      return await log.read({ room: room.name, after });
    } catch (error) {
      logger.warn({ err: error }, 'the log of a person could not be read');
      throw new Refusal('unavailable');
    }
  };

  /**
   * CH34, CH35: what was said of this person's rights since the value was written. The node follows the room before it
   * reads, so nothing falls between. No log means no event, for it lives as long as the token; a value of another
   * system has no number and is taken as it is.
   */
  const catchUp = async (connection: Connection, room: LocalRoom, { seq }: CurrentUser): Promise<void> => {
    if (seq === undefined) return;
    const page = await readLog(room, seq);
    if (page && page.top > seq && page.first > seq + 1) throw new Refusal('token_expired');
    for (const { text } of page?.entries ?? []) obey(room.name, text, [connection]);
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
    const name = userRoom(user.id);
    if (localRooms.countOf(name) >= connectionsAUser) throw new Refusal('overloaded');
    connection.identity = { token: given.token, user };
    await catchUp(connection, localRooms.reserve(connection, name), user);
    requireOpen();
  };
}

export type Authenticate = ReturnType<typeof createAuthenticate>;
