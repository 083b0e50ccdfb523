import type { ClientToServer, CurrentUser, ServerToClient } from '@convomatic/contracts';
import type { Position } from '@convomatic/contracts/names';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';

/** Who connects: the person behind a channel token, or nobody for a connection that sees notices alone. */
export interface Identity {
  token: string;
  user: CurrentUser;
}

/** The last thing that an event said about a membership, by which an older value of the token is corrected. */
export interface MembershipChange {
  seq: number;
  isMember: boolean;
}

/** Where a client says that it stands, by room. */
export type Positions = Map<string, Position>;

/** One socket with what it may see. */
export class Connection {
  readonly socket: ChannelsSocket;
  /** What the client named and has not been answered yet; null for one that knows the contract alone. */
  readonly positions: Positions | null;
  identity: Identity | null = null;
  readonly rooms = new Set<string>();
  readonly watched = new Set<number>();
  readonly changes = new Map<number, MembershipChange>();
  /** Its login was revoked: it may not come in any more. */
  isRevoked = false;
  /** Why it was ended here; undefined where the client or the network ended it. */
  endedFor: string | undefined;

  constructor(socket: ChannelsSocket, positions: Positions | null) {
    this.socket = socket;
    this.positions = positions;
  }

  get id(): string {
    return this.socket.id;
  }

  /** Ends the transport: a client comes back by itself, which it would not after a server's disconnect. */
  cut(reason?: string): void {
    this.endedFor ??= reason;
    this.socket.conn.close();
  }

  /** Ends the connection for good: a client of a login that has ended is not to come back by itself. */
  revoke(): void {
    this.isRevoked = true;
    this.socket.disconnect(true);
  }
}

/** What the server remembers on a socket: set before the connection is acknowledged. */
interface SocketState {
  connection: Connection;
}

export type ChannelsServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketState>;

export type ChannelsSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketState>;
