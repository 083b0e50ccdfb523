import { createNodeRoom, fill, isBehind, receive, release, resume } from '@convomatic/channels/recovery';
import type { RoomLog } from '@convomatic/channels/recovery';
import { room as clientRoom } from './state.ts';
import type { Numbered, Protocol, Sent, State } from './state.ts';

type Step = (state: State) => boolean;

const append = (state: State, seq: number): void => {
  if (!state.redis) state.redis = { top: seq, first: seq };
  else if (seq === state.redis.top + 1) state.redis.top = seq;
  else return;
  state.channel.push(seq);
};

/** What a node reads of the log from this number on, all at once. */
const readLog = ({ redis }: State, after: number): RoomLog<Numbered> => {
  if (!redis) return null;
  const from = Math.max(redis.first, after + 1);
  const entries = Array.from({ length: Math.max(0, redis.top - from + 1) }, (_, at) => ({ seq: from + at }));
  return { epoch: 1, top: redis.top, first: redis.first, entries };
};

const send = ({ buffersJoins }: Protocol, state: State, sent: Sent): void => {
  if (state.connection === 'live') state.toClient.push(sent);
  if (state.connection === 'joining' && buffersJoins) state.buffered.push(sent);
};

/** The api, the worker and Redis. */
export const writers = ({ audits }: Protocol, mostEvents: number): Record<string, Step> => ({
  commit: (state) => {
    if (state.committed >= mostEvents) return false;
    state.committed += 1;
    return true;
  },
  publish: (state) => {
    if (state.published >= state.committed) return false;
    const seq = state.published + 1;
    // A hole: the missing rows are appended first.
    for (let missing = (state.redis?.top ?? seq) + 1; missing < seq; missing += 1) append(state, missing);
    append(state, seq);
    state.published = seq;
    return true;
  },
  audit: (state) => {
    if (!audits || (state.redis?.top ?? 0) >= state.published) return false;
    state.redis = { top: state.published, first: state.redis?.first ?? 1 };
    return true;
  },
});

const ask = (state: State): void => {
  state.filling ??= 'asked';
};

const passOn = (protocol: Protocol, state: State, events: Numbered[]): void => {
  for (const { seq } of events) send(protocol, state, { type: 'event', seq });
};

const nodeReceives = (protocol: Protocol, state: State, seq: number): void => {
  const { node } = state;
  if (!node) return;
  const verdict = receive(node, { seq });
  if (verdict === 'pass') passOn(protocol, state, [{ seq }, ...release(node)]);
  if (verdict !== 'fill') return;
  if (protocol.fillsHoles || !node.isKnown) {
    ask(state);
    return;
  }
  node.held = [];
  node.seq = seq;
  passOn(protocol, state, [{ seq }]);
};

const reads: Record<string, Step> = {
  askLog: (state) => {
    if (state.filling !== 'asked' || !state.node) return false;
    state.filling = { log: readLog(state, state.node.isKnown ? state.node.seq : Infinity) };
    return true;
  },
  readForJoin: (state) => {
    if (state.connection !== 'joining' || state.joinLog || !state.node?.isKnown) return false;
    state.joinLog = { log: readLog(state, state.joinSeq) };
    return true;
  },
};

/** The node; its rules are those of the channel server itself. */
export const node = (protocol: Protocol): Record<string, Step> => ({
  deliver: (state) => {
    const seq = state.channel.shift();
    if (seq === undefined) return false;
    nodeReceives(protocol, state, seq);
    return true;
  },
  ...reads,
  fill: (state) => {
    if (!state.filling || state.filling === 'asked' || !state.node) return false;
    const { log } = state.filling;
    state.filling = null;
    const { pass, reset } = fill(state.node, log);
    passOn(protocol, state, pass);
    if (reset) send(protocol, state, { type: 'reset', seq: state.node.seq });
    return true;
  },
  finishJoin: (state) => {
    if (!state.joinLog || !state.node || state.connection !== 'joining') return false;
    const { status, seq, events } = resume({ epoch: 1, seq: state.joinSeq }, state.joinLog.log, state.node);
    const said = protocol.saysWhereItStands ? seq : 0;
    state.toClient.push({ type: 'positions', isReset: status === 'reset', seq: said });
    state.connection = 'live';
    passOn(protocol, state, events);
    state.toClient.push(...state.buffered);
    state.buffered = [];
    state.joinLog = null;
    return true;
  },
  checkHead: (state) => {
    if (!protocol.checksHeads || !state.node || state.filling) return false;
    if (!isBehind(state.node, state.redis && { epoch: 1, top: state.redis.top })) return false;
    ask(state);
    return true;
  },
  sendHeads: (state) => {
    const { node: room, client, connection } = state;
    if (!protocol.sendsHeads || !room?.isKnown || connection !== 'live' || state.toClient.length > 0)
      return false;
    if (client.standing.head >= room.seq) return false;
    state.toClient.push({ type: 'heads', seq: room.seq });
    return true;
  },
});

/** A join begins: the first one on a node makes it read the log for itself. */
export const beginJoin = (state: State): void => {
  state.connection = 'joining';
  state.joinLog = null;
  state.joinSeq = state.client.numbers.rooms[clientRoom] ?? 0;
  state.buffered = [];
  if (state.node) return;
  state.node = createNodeRoom();
  ask(state);
};
