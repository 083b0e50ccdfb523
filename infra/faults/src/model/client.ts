import type { RoomStatus } from '@convomatic/contracts/names';
import { begin, forget, gapOf, judge, stand, take } from '@convomatic/sdk/positions';
import { beginJoin } from './servers.ts';
import { room } from './state.ts';
import type { InRoom, Protocol, State } from './state.ts';

type Step = (state: State) => boolean;

const show = (state: State, events: InRoom[]): void => {
  for (const { seq } of events) {
    if (seq !== state.client.shown + 1)
      state.broken = `${String(seq)} was applied after ${String(state.client.shown)}`;
    state.client.shown = seq;
  }
};

const hear = ({ clientSeesHoles }: Protocol, state: State, seq: number): void => {
  const { numbers } = state.client;
  const event = { room, seq };
  state.client.standing.head = Math.max(state.client.standing.head, seq);
  // Whoever sees no holes takes what comes for the next.
  if (!clientSeesHoles && !numbers.isFetching && judge(numbers.rooms, event) === 'hole')
    numbers.rooms[room] = seq - 1;
  show(state, take(numbers, event));
};

const standAt = ({ client }: State, status: RoomStatus, seq: number): void => {
  const { isReset, ...standing } = stand(client.standing, { status, epoch: 1, seq });
  client.standing = standing;
  if (!isReset) return;
  forget(client.numbers, room);
  client.numbers.isFetching = true;
};

const leave = (state: State): void => {
  state.connection = 'off';
  state.joinLog = null;
  state.buffered = [];
  state.toClient = [];
};

/** The page; what it does with a message are the rules of the client library itself. */
export const client = (protocol: Protocol): Record<string, Step> => ({
  hear: (state) => {
    const sent = state.toClient.shift();
    if (!sent) return false;
    if (sent.type === 'event') hear(protocol, state, sent.seq);
    else if (sent.type === 'heads') state.client.standing.head = sent.seq;
    else standAt(state, sent.type === 'reset' || sent.isReset ? 'reset' : 'live', sent.seq);
    return true;
  },
  fetch: (state) => {
    const { numbers } = state.client;
    if (!numbers.isFetching) return false;
    state.client.shown = state.committed;
    show(state, begin(numbers, { [room]: state.committed }));
    return true;
  },
  sync: (state) => {
    const { client: page, connection, toClient } = state;
    if (connection !== 'live' || page.numbers.isFetching || toClient.length > 0) return false;
    if (gapOf(page.numbers.rooms[room] ?? 0, page.standing.head) !== 'behind') return false;
    beginJoin(state);
    return true;
  },
  connect: (state) => {
    if (state.connection !== 'off') return false;
    beginJoin(state);
    return true;
  },
});

const spend = (state: State, fault: keyof State['budget'], run: () => void): boolean => {
  state.budget[fault] -= 1;
  run();
  return true;
};

/** What may go wrong, as often as the budget says. */
export const mishaps: Record<string, Step> = {
  drop: (state) =>
    state.budget.drop > 0 && state.channel.length > 0 && spend(state, 'drop', () => state.channel.shift()),
  duplicate: (state) =>
    state.budget.duplicate > 0 &&
    state.channel.length > 0 &&
    spend(state, 'duplicate', () => state.channel.unshift(state.channel[0] ?? 0)),
  reorder: (state) =>
    state.budget.reorder > 0 &&
    state.channel.length > 1 &&
    spend(state, 'reorder', () => state.channel.splice(0, 2, ...state.channel.slice(0, 2).reverse())),
  rollback: (state) => {
    const { redis } = state;
    if (state.budget.rollback <= 0 || !redis || redis.top < redis.first) return false;
    return spend(state, 'rollback', () => (redis.top -= 1));
  },
  flush: (state) =>
    state.budget.flush > 0 && state.redis !== null && spend(state, 'flush', () => (state.redis = null)),
  trim: (state) => {
    const { redis } = state;
    if (state.budget.trim <= 0 || !redis || redis.top <= redis.first) return false;
    return spend(state, 'trim', () => (redis.first = redis.top));
  },
  cut: (state) =>
    state.budget.cut > 0 &&
    state.connection !== 'off' &&
    spend(state, 'cut', () => {
      leave(state);
    }),
  crash: (state) =>
    state.budget.crash > 0 &&
    spend(state, 'crash', () => {
      leave(state);
      state.node = null;
      state.filling = null;
      state.channel = [];
    }),
};
