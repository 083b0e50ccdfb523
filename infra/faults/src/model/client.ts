import { judge, resume } from '@convomatic/sdk/positions';
import { beginJoin } from './servers.ts';
import type { Protocol, State } from './state.ts';

type Step = (state: State) => boolean;

const room = 'group-1';

const applyEvent = ({ clientSeesHoles }: Protocol, state: State, seq: number): void => {
  const { client } = state;
  const verdict = client.isFetching ? 'hole' : judge({ [room]: client.seq }, { room, seq });
  if (verdict === 'ignore') return;
  if (verdict === 'hole' && (client.isFetching || clientSeesHoles)) {
    client.held.push(seq);
    client.wantsSync = !client.isFetching;
    return;
  }
  if (seq !== client.seq + 1) state.broken = `${String(seq)} was applied after ${String(client.seq)}`;
  client.seq = seq;
  settleHeld(state);
};

/** What was held back and follows now. */
const settleHeld = ({ client }: State): void => {
  const held = client.held.map((seq) => ({ room, seq }));
  const { next, rest } = resume({ [room]: client.seq }, held);
  client.seq = next.at(-1)?.seq ?? client.seq;
  client.held = rest.map(({ seq }) => seq);
  client.wantsSync = rest.length > 0 && !client.isFetching;
};

const leave = (state: State): void => {
  state.connection = 'off';
  state.joinLog = null;
  state.buffered = [];
  state.toClient = [];
  state.client.wantsSync = false;
};

/** The page; what it does with an event is the rule of the client library itself. */
export const client = (protocol: Protocol): Record<string, Step> => ({
  hear: (state) => {
    const sent = state.toClient.shift();
    if (!sent) return false;
    if (sent.type === 'event') applyEvent(protocol, state, sent.seq);
    else if (sent.type === 'reset' || (sent.type === 'positions' && sent.isReset))
      state.client.isFetching = true;
    if (sent.type === 'positions' || sent.type === 'heads') {
      state.client.head = Math.max(state.client.head, sent.seq);
    }
    return true;
  },
  fetch: (state) => {
    if (!state.client.isFetching) return false;
    state.client.isFetching = false;
    state.client.seq = Math.max(state.client.seq, state.committed);
    settleHeld(state);
    return true;
  },
  sync: (state) => {
    const { client: page, connection, toClient } = state;
    if (connection !== 'live' || page.isFetching || toClient.length > 0) return false;
    if (!page.wantsSync && page.head <= page.seq) return false;
    page.wantsSync = false;
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
