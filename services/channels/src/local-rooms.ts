import { createNodeRoom } from './recovery/index.ts';
import type { Numbered } from './recovery/index.ts';
import type { Connection } from './socket.ts';

/** A numbered message as it was published. */
export interface Passage extends Numbered {
  text: string;
}

const nobody: ReadonlySet<Connection> = new Set();

/** A room that has connections on this node. */
export class LocalRoom {
  readonly name: string;
  /** Get what is passed on at once. */
  readonly live = new Set<Connection>();
  /** Are not acknowledged yet: nothing is sent to them, and what is said of their rights counts for them already. */
  readonly pending = new Set<Connection>();
  /** Are told first where the room stands; what is passed on meanwhile waits for them. */
  joining: Map<Connection, string[]> | null = null;
  readonly numbers = createNodeRoom<Passage>();
  /** The reading of the log that is under way. */
  filling: Promise<void> | null = null;
  /** Something was passed on since the last heads. */
  hasMoved = false;

  constructor(name: string) {
    this.name = name;
  }

  has(connection: Connection): boolean {
    return this.live.has(connection) || this.joining?.has(connection) === true;
  }

  /** Holds back what comes for this connection; answers what is held, or undefined when that is so already. */
  hold(connection: Connection): string[] | undefined {
    this.joining ??= new Map();
    if (this.joining.has(connection)) return undefined;
    const held: string[] = [];
    this.live.delete(connection);
    this.joining.set(connection, held);
    return held;
  }

  settle(connection: Connection): void {
    this.remove(connection);
    this.live.add(connection);
  }

  remove(connection: Connection): void {
    this.live.delete(connection);
    this.pending.delete(connection);
    this.joining?.delete(connection);
    if (this.joining?.size === 0) this.joining = null;
  }

  get isEmpty(): boolean {
    return this.live.size === 0 && !this.joining && this.pending.size === 0;
  }
}

/**
 * The rooms of this node's connections. Our own lists instead of Socket.IO's rooms: a message is published to every
 * node, so with an adapter `io.to` would deliver as many copies as there are nodes.
 */
export function createLocalRooms() {
  const rooms = new Map<string, LocalRoom>();

  const open = (name: string): LocalRoom => {
    const room = rooms.get(name) ?? new LocalRoom(name);
    rooms.set(name, room);
    return room;
  };

  const leave = (connection: Connection, name: string): void => {
    connection.rooms.delete(name);
    const room = rooms.get(name);
    room?.remove(connection);
    if (room?.isEmpty) rooms.delete(name);
  };

  return {
    /** Before the connection is acknowledged. */
    reserve: (connection: Connection, name: string): LocalRoom => {
      const room = open(name);
      room.pending.add(connection);
      return room;
    },
    join: (connection: Connection, name: string): void => {
      connection.rooms.add(name);
      open(name).settle(connection);
    },
    leave,
    leaveAll: (connection: Connection): void => {
      for (const name of connection.rooms) leave(connection, name);
    },
    find: (name: string): LocalRoom | undefined => rooms.get(name),
    /** Everyone in the room, also who is told where it stands or is not acknowledged yet. */
    membersOf: (name: string): ReadonlySet<Connection> => {
      const room = rooms.get(name);
      if (!room) return nobody;
      return new Set([...room.live, ...(room.joining?.keys() ?? []), ...room.pending]);
    },
    all: (): IterableIterator<LocalRoom> => rooms.values(),
    count: (): number => rooms.size,
    isOpen: (room: LocalRoom): boolean => rooms.get(room.name) === room,
  };
}

export type LocalRooms = ReturnType<typeof createLocalRooms>;
