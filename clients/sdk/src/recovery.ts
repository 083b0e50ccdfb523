import type {
  HeadsMessage,
  PositionsMessage,
  ResetMessage,
  RoomPositions,
  WirePositions,
} from '@convomatic/contracts';
import { formatPosition } from '@convomatic/contracts/names';
import { gapOf, stand } from './positions.ts';
import type { Numbered, Standing } from './positions.ts';
import { moveOf, pursue, tried } from './pursuit.ts';
import type { Move, Problem, Pursuit } from './pursuit.ts';

/** What follows rooms by their numbers. */
export interface Follows {
  /** None while it cannot say. */
  rooms: () => RoomPositions;
  hasHole: (room: string) => boolean;
  /** These rooms cannot be continued from their numbers. */
  reset: (rooms: readonly string[]) => void;
  /** Fetches the state. */
  reload: () => unknown;
}

interface RecoveryNeeds {
  views: () => readonly Follows[];
  sync: (positions: WirePositions) => void;
  /** Brings the connection into rooms that were added to this person's; answers those that it is in, if it can. */
  renew: () => Promise<string[] | undefined>;
  /** Milliseconds that only go up. */
  now?: () => number;
}

interface Covered {
  views: Follows[];
  lowest: number;
  highest: number;
  hasHole: boolean;
}

/** The server does not hear more. */
const syncEveryMs = 1_100;

/** Gets the views what they miss of what the server says there is (CH41). */
export class Recovery {
  readonly #needs: RecoveryNeeds;
  readonly #now: () => number;
  /** Outlives a break: its epochs are part of the positions to resume from. */
  readonly #standings = new Map<string, Standing>();
  readonly #pursuits = new Map<string, Pursuit>();
  /** Rooms that the server has told of on this connection. */
  readonly #told = new Set<string>();
  /** Rooms that this connection may not be in. */
  readonly #outside = new Set<string>();
  /** The server has said where rooms stand. */
  isConnected = false;
  #lastSyncAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(needs: RecoveryNeeds) {
    this.#needs = needs;
    this.#now = needs.now ?? performance.now.bind(performance);
  }

  /** Where the views stand: of each room the lowest number that any of them has. */
  positions = (): WirePositions => {
    const positions: WirePositions = {};
    for (const [room, { lowest }] of this.#covered()) {
      const epoch = this.#standings.get(room)?.epoch ?? 0;
      if (epoch > 0) positions[room] = formatPosition({ epoch, seq: lowest });
    }
    return positions;
  };

  /** Whether any room is not yet where the server says. */
  isBehind = (): boolean => [...this.#pursuits.values()].some(({ problem }) => problem !== 'ahead');

  onBroken = (): void => {
    this.isConnected = false;
    clearTimeout(this.#timer);
    this.#pursuits.clear();
    this.#told.clear();
    this.#outside.clear();
  };

  onPositions = ({ rooms }: PositionsMessage): void => {
    this.isConnected = true;
    for (const room of Object.keys(rooms)) {
      this.#told.add(room);
      this.#outside.delete(room);
    }
    this.#stand(rooms);
  };

  onReset = ({ room, epoch, seq }: ResetMessage): void => {
    this.#stand({ [room]: { status: 'reset', epoch, seq } });
  };

  onHeads = (heads: HeadsMessage): void => {
    for (const [room, head] of Object.entries(heads)) {
      this.#standings.set(room, { epoch: this.#standings.get(room)?.epoch ?? 0, head });
    }
  };

  onNumbered = ({ room, seq }: Numbered): void => {
    const standing = this.#standings.get(room);
    if (standing && seq > standing.head) standing.head = seq;
  };

  /** Compares where the views are with where the rooms are, and does what is due. */
  look = (): void => {
    clearTimeout(this.#timer);
    if (!this.isConnected) return;
    const now = this.#now();
    const covered = this.#covered();
    for (const room of this.#pursuits.keys()) if (!covered.has(room)) this.#pursuits.delete(room);
    for (const [room, cover] of covered) this.#judge(room, cover, now);
    const due = [...this.#pursuits].filter(([, { dueAt }]) => dueAt <= now);
    if (due.length > 0) this.#act(due, covered, now);
    const next = Math.min(...[...this.#pursuits.values()].map(({ dueAt }) => dueAt));
    clearTimeout(this.#timer);
    if (next < Infinity) this.#timer = setTimeout(this.look, Math.max(0, next - this.#now()));
  };

  #stand(rooms: PositionsMessage['rooms']): void {
    const broken: string[] = [];
    for (const [room, said] of Object.entries(rooms)) {
      const { isReset, ...standing } = stand(this.#standings.get(room), said);
      this.#standings.set(room, standing);
      if (isReset) broken.push(room);
    }
    // Together, so that each view fetches once.
    if (broken.length > 0) for (const view of this.#needs.views()) view.reset(broken);
  }

  #covered(): Map<string, Covered> {
    const covered = new Map<string, Covered>();
    for (const view of this.#needs.views()) {
      for (const [room, seq] of Object.entries(view.rooms())) {
        const { views, lowest, highest, hasHole } = covered.get(room) ?? {
          ...{ views: [], lowest: seq, highest: seq, hasHole: false },
        };
        covered.set(room, {
          views: [...views, view],
          lowest: Math.min(lowest, seq),
          highest: Math.max(highest, seq),
          hasHole: hasHole || view.hasHole(room),
        });
      }
    }
    return covered;
  }

  #judge(room: string, cover: Covered, now: number): void {
    const found = this.#find(room, cover);
    if (found) this.#pursuits.set(room, pursue(this.#pursuits.get(room), found, now));
    else this.#pursuits.delete(room);
  }

  #find(
    room: string,
    { lowest, highest, hasHole }: Covered,
  ): { problem: Problem; seq: number; isCertain: boolean } | null {
    if (this.#outside.has(room)) return null;
    const head = this.#standings.get(room)?.head ?? 0;
    if (!this.#told.has(room)) return { problem: 'untold', seq: 0, isCertain: false };
    if (gapOf(lowest, head) === 'behind') return { problem: 'behind', seq: lowest, isCertain: hasHole };
    return gapOf(highest, head) === 'ahead' ? { problem: 'ahead', seq: highest, isCertain: false } : null;
  }

  #act(due: [string, Pursuit][], covered: Map<string, Covered>, now: number): void {
    const positions = this.positions();
    const canSyncAt = this.#lastSyncAt + syncEveryMs;
    const moves = due.map(([room, pursuit]) => ({ room, pursuit, move: moveOf(pursuit, room in positions) }));
    const isTooEarly = ({ move }: { move: Move }): boolean => move === 'sync' && now < canSyncAt;
    const roomsTo = (wanted: Move): string[] =>
      moves.filter((each) => each.move === wanted && !isTooEarly(each)).map(({ room }) => room);

    for (const { room, pursuit, move } of moves) {
      const next = isTooEarly({ move }) ? { ...pursuit, dueAt: canSyncAt } : tried(pursuit, now);
      this.#pursuits.set(room, next);
    }
    this.#sync(Object.fromEntries(roomsTo('sync').map((room) => [room, positions[room] ?? ''])), now);
    void this.#renew(roomsTo('renew'));
    const stale = new Set(roomsTo('fetch').flatMap((room) => covered.get(room)?.views ?? []));
    for (const view of stale) view.reload();
  }

  #sync(wanted: WirePositions, now: number): void {
    if (Object.keys(wanted).length === 0) return;
    this.#lastSyncAt = now;
    this.#needs.sync(wanted);
  }

  /** What is shown of rooms that this connection is not in may be old, or no longer this person's. */
  async #renew(untold: string[]): Promise<void> {
    const rooms = untold.length > 0 && (await this.#needs.renew());
    if (!rooms) return;
    const outside = untold.filter((room) => !rooms.includes(room));
    for (const room of outside) this.#outside.add(room);
    for (const view of this.#needs.views()) {
      const covered = view.rooms();
      if (outside.some((room) => room in covered)) view.reload();
    }
  }
}
