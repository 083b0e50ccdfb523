import type { ClientToServer, CurrentUser, ServerToClient } from '@convomatic/contracts';
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

/** One socket with what it may see. */
export class Connection {
  readonly socket: ChannelsSocket;
  identity: Identity | null;
  readonly rooms = new Set<string>();
  readonly watched = new Set<number>();
  readonly changes = new Map<number, MembershipChange>();

  constructor(socket: ChannelsSocket, identity: Identity | null) {
    this.socket = socket;
    this.identity = identity;
  }

  get id(): string {
    return this.socket.id;
  }

  /** Ends the transport: a client comes back by itself, which it would not after a server's disconnect. */
  cut(): void {
    this.socket.conn.close();
  }
}

/** What the server remembers on a socket: set before the connection is acknowledged. */
interface SocketState {
  connection: Connection;
}

export type ChannelsServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketState>;

export type ChannelsSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketState>;
