import type { Bench } from '../bench.ts';
import { exporting } from './exporting.ts';
import { foreign } from './foreign.ts';
import { growth } from './growth.ts';
import { idle } from './idle.ts';
import { joining } from './joining.ts';
import { latency } from './latency.ts';
import { messageGrowth } from './message-growth.ts';
import { messages } from './messages.ts';
import { promptTimes } from './prompts.ts';
import { relay } from './relay.ts';
import { storm } from './storm.ts';

/** In the order of the specification. */
export const benches: readonly Bench[] = [
  relay,
  latency,
  idle,
  storm,
  messages,
  joining,
  promptTimes,
  exporting,
  foreign,
  growth,
  messageGrowth,
];
