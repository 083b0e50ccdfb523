import { userRoom } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { IncomingMessage } from 'node:http';
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

/** Who is not let in, or has left before that, is in no room. */
function createDecide({ isAllowed, authenticate, localRooms, meters, logger }: AcceptNeeds) {
  const withdraw = (connection: Connection): void => {
    localRooms.leaveAll(connection);
    if (connection.identity) localRooms.leave(connection, userRoom(connection.identity.user.id));
  };

  // One listener for all: each that is made here would keep the whole handshake for as long as the connection.
  const early = new WeakMap<ChannelsSocket['conn'], Connection>();
  function onEarlyEnd(this: ChannelsSocket['conn']): void {
    const connection = early.get(this);
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
    watchEarly: (connection: Connection): void => {
      const { conn } = connection.socket;
      early.set(conn, connection);
      conn.once('close', onEarlyEnd);
    },
    unwatchEarly: ({ conn }: ChannelsSocket): void => {
      conn.off('close', onEarlyEnd);
    },
  };
}

/** Brings connections from their handshake into their rooms, and out of them when they end. */
export function acceptConnections(needs: AcceptNeeds): void {
  const { io, meters } = needs;
  const { decide, withdraw, watchEarly, unwatchEarly } = createDecide(needs);

  // Engine.IO's answer to an upgrade lives as long as its wire, and knows the request.
  io.engine.use((request: IncomingMessage, response: object, next: () => void) => {
    responses.set(request, response);
    next();
  });

  io.use((socket, next) => {
    const { conn } = socket;
    // Its request was dropped with the first connection of this transport, and the token with it.
    if (!hasRequest(socket)) {
      conn.close();
      return;
    }
    const connection = new Connection(socket, readPositions(socket.handshake.auth.positions, meters));
    socket.data.connection = connection;
    watchEarly(connection);
    void decide(connection).then((refusal) => {
      if (conn.readyState !== 'open') withdraw(connection);
      next(refusal);
    });
  });

  io.on('connection', (socket) => {
    const { connection } = socket.data;
    dropRequest(socket);
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
    enter(socket, needs);
    needs.listen(socket);
  });
}

const hasRequest = ({ conn }: ChannelsSocket): boolean =>
  (conn.request as ChannelsSocket['request'] | null) !== null;

const responses = new WeakMap<IncomingMessage, object>();

/** Kilobytes a connection that nobody reads again. Not before: the token is in the query. */
function dropRequest(socket: ChannelsSocket): void {
  Object.assign(responses.get(socket.request) ?? {}, { req: null });
  Object.assign(socket.conn, { request: null });
  Object.assign(socket, { handshake: null });
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

  meters.connections.inc();
  if (identity) tokensInUse.add(identity);
  renewLease();
  socket.conn.on('heartbeat', renewLease);
  socket.on('disconnect', (reason) => {
    socket.conn.off('heartbeat', renewLease);
    localRooms.leaveAll(connection);
    if (!identity || localRooms.countOf(userRoom(identity.user.id)) === 0) sign(leases.end);
    meters.connections.dec();
    meters.disconnects.inc({ reason: connection.endedFor ?? reason });
    if (identity) tokensInUse.remove(identity);
  });
  rooms.enter(connection);
}
