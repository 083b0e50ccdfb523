import { userRoom } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import type { Leases } from '../presence/index.ts';
import { Connection } from '../socket.ts';
import type { ChannelsServer, ChannelsSocket } from '../socket.ts';
import type { Authenticate } from './authenticate.ts';
import type { Listen } from './inbound.ts';
import { createLighten, dropMask, forgetAnswer } from './lighten.ts';
import { Refusal } from './outcomes.ts';
import { readPositions } from './positions.ts';
import type { Rooms } from './rooms.ts';
import type { TokensInUse } from './tokens-in-use.ts';

interface AcceptNeeds {
  io: ChannelsServer;
  /** False when the address of a handshake has had its share of connections. */
  isAllowed: (handshake: ChannelsSocket['handshake']) => boolean;
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

/** The engine's events say of which of its sockets they are. */
type Connections = WeakMap<ChannelsSocket['conn'], Connection>;

/** Who is not let in, or has left before that, is in no room. */
function createDecide(
  { isAllowed, authenticate, localRooms, meters, logger }: AcceptNeeds,
  connections: Connections,
) {
  const withdraw = (connection: Connection): void => {
    localRooms.leaveAll(connection);
    if (connection.identity) localRooms.leave(connection, userRoom(connection.identity.user.id));
  };

  // One listener for all: each that is made here would keep the whole handshake for as long as the connection.
  function onEarlyEnd(this: ChannelsSocket['conn']): void {
    const connection = connections.get(this);
    if (connection) withdraw(connection);
  }

  const refusalOf = (error: unknown): Refusal => {
    if (error instanceof Refusal) return error;
    logger.error({ err: error }, 'a connection could not be authenticated');
    return new Refusal('unavailable');
  };

  const decide = async (connection: Connection): Promise<Refusal | undefined> => {
    try {
      if (!isAllowed(connection.socket.handshake)) throw new Refusal('overloaded');
      await authenticate(connection);
      return undefined;
    } catch (error) {
      withdraw(connection);
      const refusal = refusalOf(error);
      meters.connects.inc({ outcome: refusal.data.code });
      return refusal;
    }
  };

  return {
    decide,
    withdraw,
    /** Until a connection is acknowledged nothing else says that it ended. */
    watchEarly: ({ conn }: ChannelsSocket): void => {
      conn.on('close', onEarlyEnd);
    },
    unwatchEarly: ({ conn }: ChannelsSocket): void => {
      conn.off('close', onEarlyEnd);
    },
  };
}

/** Brings connections from their handshake into their rooms, and out of them when they end. */
export function acceptConnections(needs: AcceptNeeds): void {
  const { io, meters } = needs;
  const connections: Connections = new WeakMap();
  const { decide, withdraw, watchEarly, unwatchEarly } = createDecide(needs, connections);
  const enter = createEnter(needs, connections);
  const lighten = createLighten(needs.logger);

  io.engine.use(forgetAnswer);

  io.use((socket, next) => {
    const { conn } = socket;
    // Its request was dropped with the first connection of this transport, and the token with it.
    if (!hasRequest(socket)) {
      conn.close();
      return;
    }
    const connection = new Connection(socket, readPositions(socket.handshake.auth.positions, meters));
    socket.data.connection = connection;
    connections.set(conn, connection);
    watchEarly(socket);
    void decide(connection).then((refusal) => {
      if (conn.readyState !== 'open') withdraw(connection);
      next(refusal);
    });
  });

  io.on('connection', (socket) => {
    const { connection } = socket.data;
    unwatchEarly(socket);
    // The room of its own that Socket.IO gives each socket: nobody sends to it.
    void socket.leave(socket.id);
    // The subscription may have broken since the token was read.
    if (!needs.isReady() || connection.isRevoked) {
      withdraw(connection);
      socket.conn.close();
      return;
    }
    meters.connects.inc({ outcome: 'accepted' });
    enter(socket);
    needs.listen(socket);
    lighten(socket);
  });
}

const hasRequest = ({ conn }: ChannelsSocket): boolean =>
  (conn.request as ChannelsSocket['request'] | null) !== null;

/** What is heard of a connection from here on. One listener for all, as above. */
function createEnter(
  { rooms, localRooms, leases, tokensInUse, meters }: AcceptNeeds,
  connections: Connections,
): (socket: ChannelsSocket) => void {
  const sign = ({ identity }: Connection, write: Leases['renew']): void => {
    const { lease_key: key, id } = identity?.user ?? {};
    if (key && id !== undefined) write(key, id);
  };

  function onHeartbeat(this: ChannelsSocket['conn']): void {
    const connection = connections.get(this);
    if (connection) sign(connection, leases.renew);
    dropMask(this);
  }

  function onDisconnect(this: ChannelsSocket, reason: string): void {
    const { connection } = this.data;
    const { identity } = connection;
    this.conn.off('heartbeat', onHeartbeat);
    localRooms.leaveAll(connection);
    if (!identity || localRooms.countOf(userRoom(identity.user.id)) === 0) sign(connection, leases.end);
    meters.connections.dec();
    meters.disconnects.inc({ reason: connection.endedFor ?? reason });
    if (identity) tokensInUse.remove(identity);
  }

  return (socket) => {
    const { connection } = socket.data;
    meters.connections.inc();
    if (connection.identity) tokensInUse.add(connection.identity);
    sign(connection, leases.renew);
    socket.conn.on('heartbeat', onHeartbeat);
    socket.on('disconnect', onDisconnect);
    rooms.enter(connection);
  };
}
