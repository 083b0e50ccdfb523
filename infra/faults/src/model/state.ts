import type { NodeRoom, RoomLog } from '@convomatic/channels/recovery';

export type Numbered = { seq: number };

/** A message on its way from the node to the client. */
export type Sent =
  | { type: 'event'; seq: number }
  | { type: 'positions'; isReset: boolean; seq: number }
  | { type: 'reset' }
  | { type: 'heads'; seq: number };

/** One room, one node, one client, and a Redis that may forget. */
export interface State {
  /** Committed in PostgreSQL, and published by somebody. */
  committed: number;
  published: number;
  redis: { top: number; first: number } | null;
  /** Published to the node, not yet read by it. */
  channel: number[];
  node: NodeRoom<Numbered> | null;
  /** The node's reading of the log: asked for, or answered and not yet looked at. */
  filling: 'asked' | { log: RoomLog<Numbered> } | null;
  connection: 'off' | 'joining' | 'live';
  joinLog: { log: RoomLog<Numbered> } | null;
  /** Of the position that the client named when it began to join. */
  joinSeq: number;
  buffered: Sent[];
  toClient: Sent[];
  client: { seq: number; head: number; held: number[]; isFetching: boolean; wantsSync: boolean };
  budget: Record<Fault, number>;
  broken: string | null;
}

export const faults = ['drop', 'duplicate', 'reorder', 'rollback', 'flush', 'trim', 'cut', 'crash'] as const;
export type Fault = (typeof faults)[number];

/** What may be taken away from the protocol, to see that it is needed. */
export interface Protocol {
  buffersJoins: boolean;
  fillsHoles: boolean;
  audits: boolean;
  checksHeads: boolean;
  sendsHeads: boolean;
  saysWhereItStands: boolean;
  clientSeesHoles: boolean;
}

export const wholeProtocol: Protocol = {
  buffersJoins: true,
  fillsHoles: true,
  audits: true,
  checksHeads: true,
  sendsHeads: true,
  saysWhereItStands: true,
  clientSeesHoles: true,
};

export const startState = (budget: Partial<Record<Fault, number>>): State => ({
  committed: 0,
  published: 0,
  redis: { top: 0, first: 1 },
  channel: [],
  node: { epoch: 1, seq: 0, isKnown: true, held: [] },
  filling: null,
  connection: 'live',
  joinLog: null,
  joinSeq: 0,
  buffered: [],
  toClient: [],
  client: { seq: 0, head: 0, held: [], isFetching: false, wantsSync: false },
  budget: {
    drop: 0,
    duplicate: 0,
    reorder: 0,
    rollback: 0,
    flush: 0,
    trim: 0,
    cut: 0,
    crash: 0,
    ...budget,
  },
  broken: null,
});

/** By hand, for it is called a million times. */
export const cloneState = (state: State): State => ({
  ...state,
  redis: state.redis && { ...state.redis },
  channel: [...state.channel],
  node: state.node && { ...state.node, held: [...state.node.held] },
  buffered: [...state.buffered],
  toClient: [...state.toClient],
  client: { ...state.client, held: [...state.client.held] },
  budget: { ...state.budget },
});
