import { Backlog } from './backlog.ts';
import { createNodeRoom } from './recovery/index.ts';
import type { Numbered } from './recovery/index.ts';
import type { Connection } from './socket.ts';

/** A numbered message as it was published. */
export interface Passage extends Numbered {
  text: string;
}

/** A room that has connections on this node. */
export class LocalRoom {
  readonly name: string;
  /** Get what is passed on at once. */
  live: Connection[] = [];
  /** Are not acknowledged yet: nothing is sent to them, and what is said of their rights counts for them already. */
  pending: Set<Connection> | null = null;
  /** Are told first where the room stands; what is passed on meanwhile waits for them. */
  joining: Map<Connection, Backlog> | null = null;
  readonly numbers = createNodeRoom<Passage>();
  /** The reading of the log that is under way. */
  filling: Promise<void> | null = null;
  /** Something was passed on since the last heads. */
  hasMoved = false;

  constructor(name: string) {
    this.name = name;
  }

  has(connection: Connection): boolean {
    return this.live.includes(connection) || this.joining?.has(connection) === true;
  }

  /** Holds back what comes for this connection; undefined when that is so already. */
  hold(connection: Connection): Backlog | undefined {
    this.joining ??= new Map();
    if (this.joining.has(connection)) return undefined;
    const backlog = new Backlog();
    this.#leaveLive(connection);
    this.joining.set(connection, backlog);
    return backlog;
  }

  settle(connection: Connection): void {
    this.remove(connection);
    // Most rooms have one member, and a list that has grown has place for many.
    if (this.live.length === 0) this.live = [connection];
    else this.live.push(connection);
  }

  remove(connection: Connection): void {
    this.#leaveLive(connection);
    this.pending?.delete(connection);
    if (this.pending?.size === 0) this.pending = null;
    this.joining?.delete(connection);
    if (this.joining?.size === 0) this.joining = null;
  }

  /** Another list, for somebody may be going through this one. */
  #leaveLive(connection: Connection): void {
    if (this.live.includes(connection)) this.live = this.live.filter((other) => other !== connection);
  }

  /** Everyone in the room, also who is told where it stands or is not acknowledged yet. */
  get members(): Connection[] {
    return [...this.live, ...(this.joining?.keys() ?? []), ...(this.pending ?? [])];
  }

  get isEmpty(): boolean {
    return this.live.length === 0 && !this.joining && !this.pending;
  }
}

/** Is told who came into a room, and who has left it. */
export interface RoomObserver {
  joined: (connection: Connection, room: LocalRoom) => void;
  left: (connection: Connection, room: LocalRoom) => void;
}

/**
 * The rooms of this node's connections. Our own lists instead of Socket.IO's rooms: a message is published to every
 * node, so with an adapter `io.to` would deliver as many copies as there are nodes.
 */
export function createLocalRooms() {
  const rooms = new Map<string, LocalRoom>();
  const observers: RoomObserver[] = [];

  const open = (name: string): LocalRoom => {
    const room = rooms.get(name) ?? new LocalRoom(name);
    rooms.set(name, room);
    return room;
  };

  const leave = (connection: Connection, name: string): void => {
    const wasIn = connection.rooms.includes(name);
    if (wasIn) connection.rooms = connection.rooms.filter((other) => other !== name);
    const room = rooms.get(name);
    if (!room) return;
    room.remove(connection);
    if (room.isEmpty) rooms.delete(name);
    if (wasIn) for (const observer of observers) observer.left(connection, room);
  };

  return {
    /** Before the connection is acknowledged. */
    reserve: (connection: Connection, name: string): LocalRoom => {
      const room = open(name);
      (room.pending ??= new Set()).add(connection);
      return room;
    },
    join: (connection: Connection, name: string): void => {
      const room = open(name);
      // The room's own string, which all its connections share; what is spread into a list would leave place for more.
      if (!connection.rooms.includes(name)) connection.rooms = connection.rooms.concat(room.name);
      room.settle(connection);
      for (const observer of observers) observer.joined(connection, room);
    },
    leave,
    leaveAll: (connection: Connection): void => {
      for (const name of connection.rooms) leave(connection, name);
    },
    find: (name: string): LocalRoom | undefined => rooms.get(name),
    countOf: (name: string): number => {
      const room = rooms.get(name);
      return room ? room.live.length + (room.joining?.size ?? 0) + (room.pending?.size ?? 0) : 0;
    },
    all: (): IterableIterator<LocalRoom> => rooms.values(),
    count: (): number => rooms.size,
    isOpen: (room: LocalRoom): boolean => rooms.get(room.name) === room,
    observe: (observer: RoomObserver): void => {
      observers.push(observer);
    },
  };
}

export type LocalRooms = ReturnType<typeof createLocalRooms>;
