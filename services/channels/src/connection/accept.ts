import { userRoom } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Leases } from '../presence/index.ts';
import { Connection } from '../socket.ts';
import type { ChannelsServer, ChannelsSocket } from '../socket.ts';
import type { Authenticate } from './authenticate.ts';
import type { Listen } from './inbound.ts';
import { Refusal } from './outcomes.ts';
import { readPositions } from './positions.ts';
import type { Rooms } from './rooms.ts';
import type { TokensInUse } from './tokens-in-use.ts';

interface AcceptNeeds {
  io: ChannelsServer;
  authenticate: Authenticate;
  listen: Listen;
  rooms: Rooms;
  localRooms: LocalRooms;
  leases: Leases;
  tokensInUse: TokensInUse;
  isReady: () => boolean;
  meters: Meters;
  logger: Logger;
}

/** Brings connections from their handshake into their rooms, and out of them when they end. */
export function acceptConnections(needs: AcceptNeeds): void {
  const { io, authenticate, localRooms, meters, logger } = needs;

  const withdraw = (connection: Connection): void => {
    if (connection.identity) localRooms.leave(connection, userRoom(connection.identity.user.id));
  };

  const refusalOf = (error: unknown): Refusal => {
    if (error instanceof Refusal) return error;
    logger.error({ err: error }, 'a connection could not be authenticated');
    return new Refusal('unavailable');
  };

  io.use((socket, next) => {
    const connection = new Connection(socket, readPositions(socket.handshake.auth.positions, meters));
    socket.data.connection = connection;
    const onGone = (): void => {
      withdraw(connection);
    };
    // Until it is acknowledged nothing else says that it ended.
    socket.conn.once('close', onGone);
    authenticate(connection).then(
      () => {
        socket.conn.off('close', onGone);
        if (socket.conn.readyState === 'open') next();
        else withdraw(connection);
      },
      (error: unknown) => {
        socket.conn.off('close', onGone);
        withdraw(connection);
        const refusal = refusalOf(error);
        meters.connects.inc({ outcome: refusal.data.code });
        next(refusal);
      },
    );
  });

  io.on('connection', (socket) => {
    // The subscription may have broken since the token was read.
    if (!needs.isReady() || socket.data.connection.isRevoked) {
      withdraw(socket.data.connection);
      socket.conn.close();
      return;
    }
    meters.connects.inc({ outcome: 'accepted' });
    enter(socket, needs);
    needs.listen(socket);
  });
}

function enter(socket: ChannelsSocket, needs: AcceptNeeds): void {
  const { rooms, localRooms, leases, tokensInUse, meters } = needs;
  const { connection } = socket.data;
  const { identity } = connection;
  const sign = (write: Leases['renew']): void => {
    const { lease_key: key, id } = connection.identity?.user ?? {};
    if (key && id !== undefined) write(key, id);
  };
  const renewLease = (): void => {
    sign(leases.renew);
  };

  rooms.enter(connection);
  meters.connections.inc();
  if (identity) tokensInUse.add(identity);
  renewLease();
  socket.conn.on('heartbeat', renewLease);
  socket.on('disconnect', (reason) => {
    localRooms.leaveAll(connection);
    if (!identity || localRooms.membersOf(userRoom(identity.user.id)).size === 0) sign(leases.end);
    meters.connections.dec();
    meters.disconnects.inc({ reason: connection.endedFor ?? reason });
    if (identity) tokensInUse.remove(identity);
  });
}
