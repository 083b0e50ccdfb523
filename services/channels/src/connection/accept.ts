import { socketEvents, userRoom } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Meters } from '../meters.ts';
import type { Leases } from '../presence/index.ts';
import type { Members } from '../members.ts';
import { Connection } from '../socket.ts';
import type { ChannelsServer, ChannelsSocket } from '../socket.ts';
import type { Authenticate } from './authenticate.ts';
import type { Refresh } from './refresh.ts';
import { Refusal } from './outcomes.ts';
import type { Rooms } from './rooms.ts';
import type { TokensInUse } from './tokens-in-use.ts';

interface AcceptNeeds {
  io: ChannelsServer;
  authenticate: Authenticate;
  refresh: Refresh;
  rooms: Rooms;
  members: Members;
  leases: Leases;
  tokensInUse: TokensInUse;
  isReady: () => boolean;
  meters: Meters;
  logger: Logger;
}

/** Brings connections from their handshake into their rooms, and out of them when they end. */
export function acceptConnections(needs: AcceptNeeds): void {
  const { io, authenticate, meters, logger } = needs;

  io.use((socket, next) => {
    authenticate(socket.handshake).then(
      (identity) => {
        socket.data.connection = new Connection(socket, identity);
        next();
      },
      (error: unknown) => {
        if (!(error instanceof Refusal))
          logger.error({ err: error }, 'a connection could not be authenticated');
        const refusal = error instanceof Refusal ? error : new Refusal('unavailable');
        meters.connects.inc({ outcome: refusal.data.code });
        next(refusal);
      },
    );
  });

  io.on('connection', (socket) => {
    // The subscription may have broken since the token was read.
    if (!needs.isReady()) {
      socket.conn.close();
      return;
    }
    meters.connects.inc({ outcome: 'accepted' });
    enter(socket, needs);
    listen(socket, needs);
  });
}

function enter(socket: ChannelsSocket, { rooms, members, leases, tokensInUse, meters }: AcceptNeeds): void {
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
  if (identity) tokensInUse.add(identity.token);
  renewLease();
  socket.conn.on('heartbeat', renewLease);
  socket.on('disconnect', (reason) => {
    members.leaveAll(connection);
    if (!identity || members.of(userRoom(identity.user.id)).size === 0) sign(leases.end);
    meters.connections.dec();
    meters.disconnects.inc({ reason });
    if (identity) tokensInUse.remove(identity.token);
  });
}

function listen(socket: ChannelsSocket, { refresh, meters, logger }: AcceptNeeds): void {
  const { connection } = socket.data;
  // Frames that are no packets end the connection by themselves; without a listener Socket.IO prints them.
  socket.on('error', () => {
    meters.inbound.inc({ problem: 'rubbish' });
  });
  socket.onAny((name: string, ...received: unknown[]) => {
    if (name !== socketEvents.refresh) {
      meters.inbound.inc({ problem: 'unknown_event' });
      return;
    }
    refresh(connection, received).catch((error: unknown) => {
      logger.error({ err: error }, 'a refresh failed');
      connection.cut();
    });
  });
}
