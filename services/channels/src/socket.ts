import type { ClientToServer, CurrentUser, ServerToClient, TypingMessage } from '@convomatic/contracts';
import type { Position } from '@convomatic/contracts/names';
import type { Socket as NetSocket } from 'node:net';
import type { Server, Socket } from 'socket.io';

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

const nowhere: Positions = new Map();
const none: ReadonlyMap<number, never> = new Map<number, never>();

/** One socket with what it may see. */
export class Connection {
  readonly socket: ChannelsSocket;
  /** The engine's side of the socket, at hand for each delivery. */
  readonly conn: ChannelsSocket['conn'];
  /** Takes part in the protocol: a client that knows the contract alone sees `records` and `notice`. */
  readonly isOurs: boolean;
  identity: Identity | null = null;
  /** The wire under a WebSocket, at hand as well once something was delivered. */
  net: NetSocket | null = null;
  // A few of each, or none: a list of its very size, and a shared empty map, are the smallest that there is.
  rooms: readonly string[] = [];
  /** Groups that it watches, with the team by which it may; null where a publisher does not say. */
  watched: ReadonlyMap<number, number | null> = none;
  changes: ReadonlyMap<number, MembershipChange> = none;
  /** Acknowledged and in its rooms: before that, what is said of its rights is noted alone. */
  hasEntered = false;
  /** Its login was revoked: it may not come in any more. */
  isRevoked = false;
  /** Why it was ended here; undefined where the client or the network ended it. */
  endedFor: string | undefined;
  #positions: Positions;

  constructor(socket: ChannelsSocket, positions: Positions | null) {
    this.socket = socket;
    this.conn = socket.conn;
    this.isOurs = positions !== null;
    this.#positions = positions ?? nowhere;
  }

  get id(): string {
    return this.socket.id;
  }

  /** A member of the group by membership, not by a watch: what the value says, corrected by later events. */
  isMemberOf(groupId: number): boolean {
    return this.changes.get(groupId)?.isMember ?? this.identity?.user.group_ids.includes(groupId) ?? false;
  }

  positionIn(room: string): Position | null {
    return this.#positions.get(room) ?? null;
  }

  /** Forgets one position, or all: they say where the client stood before this connection. */
  forgetPosition(room?: string): void {
    if (room === undefined) this.#positions = nowhere;
    else if (this.#positions !== nowhere) this.#positions.delete(room);
  }

  /** Ends the transport: a client comes back by itself, which it would not after a server's disconnect. */
  cut(reason?: string): void {
    this.endedFor ??= reason;
    this.socket.conn.close();
  }

  /** The same without waiting for what is still to be sent. */
  cutNow(reason: string): void {
    this.endedFor ??= reason;
    this.socket.conn.close(true);
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

/** A person whom a node has a connection of, in these rooms. */
export interface Here {
  user_id: number;
  lease_key: string;
  rooms: string[];
}

/** What nodes tell each other. All of it may be lost. */
export type NodeToNode = {
  here: (people: Here[]) => void;
  who: (rooms: string[]) => void;
  left: (gone: { user_id: number; room: string }) => void;
  typing: (message: TypingMessage) => void;
};

export type ChannelsServer = Server<ClientToServer, ServerToClient, NodeToNode, SocketState>;

export type ChannelsSocket = Socket<ClientToServer, ServerToClient, NodeToNode, SocketState>;
