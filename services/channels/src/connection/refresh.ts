import type { RefreshAnswer } from '@convomatic/contracts';
import { z } from 'zod';
import type { Meters } from '../meters.ts';
import type { Connection } from '../socket.ts';
import type { CurrentUsers } from './current-users.ts';
import type { Rooms } from './rooms.ts';

interface RefreshNeeds {
  currentUsers: CurrentUsers;
  rooms: Rooms;
  meters: Meters;
}

const refreshArguments = z.tuple([z.object({ token: z.string() }), z.function()]);

/** Reads a connection's token again and brings its rooms up to date. */
export function createRefresh({ currentUsers, rooms, meters }: RefreshNeeds) {
  const read = async (connection: Connection, token: string): Promise<RefreshAnswer | string> => {
    const { identity } = connection;
    if (identity?.token !== token) return 'other_token';
    const lookup = await currentUsers.find(token);
    if (lookup.outcome !== 'found') return lookup.outcome;
    if (lookup.user.id !== identity.user.id) return 'other_user';
    const joined = rooms.update(connection, { token, user: lookup.user });
    return { rooms: [...connection.rooms], joined };
  };

  return async (connection: Connection, received: unknown[]): Promise<void> => {
    const { data } = refreshArguments.safeParse(received);
    if (!data) {
      meters.inbound.inc({ problem: 'malformed' });
      return;
    }
    const [{ token }, answer] = data;
    const result = await read(connection, token);
    meters.refreshes.inc({ outcome: typeof result === 'string' ? result : 'refreshed' });
    if (!connection.socket.connected) return;
    // The client comes back and is told by the outcome of its connection what to do.
    if (typeof result === 'string') connection.cut();
    else (answer as (result: RefreshAnswer) => void)(result);
  };
}
