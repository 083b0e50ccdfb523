import type { NodeRoom, RoomLog } from '@convomatic/channels/recovery';
import type { Numbers, Standing } from '@convomatic/sdk/positions';

export const room = 'group-1';

export type Numbered = { seq: number };
export type InRoom = Numbered & { room: string };

/** A message on its way from the node to the client. */
export type Sent =
  | { type: 'event'; seq: number }
  | { type: 'positions'; isReset: boolean; seq: number }
  | { type: 'reset'; seq: number }
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
  client: {
    /** Of the last event on the screen. */
    shown: number;
    numbers: Numbers<InRoom>;
    standing: Standing;
  };
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
  client: {
    shown: 0,
    numbers: { rooms: { [room]: 0 }, held: [], isFetching: false },
    standing: { epoch: 1, head: 0 },
  },
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
  client: {
    shown: state.client.shown,
    numbers: {
      rooms: { ...state.client.numbers.rooms },
      held: [...state.client.numbers.held],
      isFetching: state.client.numbers.isFetching,
    },
    standing: { ...state.client.standing },
  },
  budget: { ...state.budget },
});
