import type {
  Boot,
  Event,
  Membership,
  Message,
  Participant,
  Place,
  PromptDelivery,
  RoomPositions,
  Session,
} from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';

interface Row {
  id: number;
}

const replaced = <T>(
  rows: readonly T[],
  news: readonly T[] = [],
  isSame: (one: T, other: T) => boolean,
): T[] => rows.map((row) => news.find((candidate) => isSame(row, candidate)) ?? row);

/** The news about a row, where there is any. */
const named = <T extends Row>(row: T | null, news: readonly T[] = []): T | null =>
  news.find(({ id }) => id === row?.id) ?? row;

const isSameMember = (one: Membership, other: Membership): boolean =>
  one.group_id === other.group_id && one.user_id === other.user_id;

/**
 * What a participant's page shows, uncorrected: rows stand in the order in which they arrived and a row that comes twice
 * stands there twice, so that a fault of delivery stays to be seen.
 */
export class Screen {
  project: Place['project'] | null = null;
  participant: Participant | null = null;
  /** Of the texts that the person has read. */
  versionNumber = 0;
  session: Session | null = null;
  memberships: Membership[] = [];
  messages: Message[] = [];
  prompts: PromptDelivery[] = [];
  readonly sessionIds = new Set<number>();
  /** What may not happen between a state and the events after it. */
  readonly faults: string[] = [];
  /** When each message (by client_id) and each delivery of a prompt (by id) was first shown. */
  readonly messageSeenAt = new Map<string, number>();
  readonly promptSeenAt = new Map<number, number>();
  /** The last number of the talk's room when the person gave up; null for who did not. */
  leftAfter: number | null = null;
  readonly #clocks: { local: () => number; server: () => number };
  #rooms: RoomPositions = {};
  #hasJoined = false;

  constructor(clocks: { local: () => number; server: () => number }) {
    this.#clocks = clocks;
  }

  /** A talk began of which only a fresh state tells. */
  get lacksRest(): boolean {
    return this.#hasJoined || (this.participant?.session_id ?? null) !== (this.session?.id ?? null);
  }

  /** The talk is over and its outcome here; or there was none to come. */
  get isOver(): boolean {
    return (
      (this.participant?.outcome ?? null) !== null &&
      (this.session === null || this.session.state === 'closed')
    );
  }

  get hasLeft(): boolean {
    return this.leftAfter !== null;
  }

  /** The person gave up: what happens from now on is not for this page. */
  leave(participant: Participant): void {
    this.leftAfter = this.session ? (this.#rooms[groupRoom(this.session.id)] ?? 0) : 0;
    this.participant = participant;
  }

  showParticipant(participant: Participant): void {
    this.participant = participant;
  }

  show({ place, rooms }: Boot): void {
    if (!place) throw new Error('The answer of the api holds no place for this participant.');
    const messages = place.session?.messages ?? [];
    const prompts = place.session?.prompt_deliveries ?? [];
    this.#compareRooms(rooms);
    this.#compareRows('message', this.messages, messages);
    this.#compareRows('prompt', this.prompts, prompts);
    this.#rooms = { ...rooms };
    this.#hasJoined = false;
    this.project = place.project;
    this.versionNumber = place.version_number;
    this.participant = place.participant;
    this.session = place.session?.session ?? null;
    this.memberships = place.session?.memberships ?? [];
    this.messages = [...messages];
    this.prompts = [...prompts];
    this.#noteSight();
  }

  apply({ room, seq, kind, records }: Event): void {
    const last = this.#rooms[room];
    if (last === undefined || seq !== last + 1)
      this.faults.push(`event ${String(seq)} of ${room} was applied after ${String(last ?? 'none')}`);
    this.#rooms[room] = seq;
    this.#hasJoined ||= kind === 'membership.created';
    this.participant = named(this.participant, records.participants);
    this.session = named(this.session, records.sessions);
    this.memberships = replaced(this.memberships, records.memberships, isSameMember);
    this.messages.push(...(records.messages ?? []));
    this.prompts.push(...(records.prompt_deliveries ?? []));
    this.#noteSight();
  }

  #noteSight(): void {
    for (const id of [this.participant?.session_id, this.session?.id]) if (id) this.sessionIds.add(id);
    for (const { client_id } of this.messages)
      if (!this.messageSeenAt.has(client_id)) this.messageSeenAt.set(client_id, this.#clocks.local());
    for (const { id } of this.prompts)
      if (!this.promptSeenAt.has(id)) this.promptSeenAt.set(id, this.#clocks.server());
  }

  #compareRooms(rooms: RoomPositions): void {
    for (const [room, seq] of Object.entries(this.#rooms))
      if ((rooms[room] ?? 0) < seq)
        this.faults.push(
          `a fresh state of ${room} is older than what was shown: ${String(rooms[room])} < ${String(seq)}`,
        );
  }

  #compareRows(what: string, shown: readonly Row[], fresh: readonly Row[]): void {
    const kept = new Set(fresh.map(({ id }) => id));
    for (const { id } of shown)
      if (!kept.has(id)) this.faults.push(`${what} ${String(id)} was shown and is gone`);
  }
}
