import type { Bench } from '../bench.ts';
import { foreign } from './foreign.ts';
import { growth } from './growth.ts';
import { idle } from './idle.ts';
import { latency } from './latency.ts';
import { relay } from './relay.ts';
import { storm } from './storm.ts';

/** In the order of the specification. */
export const benches: readonly Bench[] = [relay, latency, idle, storm, foreign, growth];
