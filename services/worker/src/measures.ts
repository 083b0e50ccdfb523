import { Counter, Histogram } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';

/** What the worker counts beside its requests and its memory. */
export const createMeasures = ({ prefix, registry }: Metrics) => {
  const registers = [registry];
  return {
    promptLateness: new Histogram({
      name: `${prefix}prompt_lateness_seconds`,
      help: 'Time from when a prompt was due until it was delivered.',
      buckets: [0.002, 0.005, 0.01, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 5],
      registers,
    }),
    dueDone: new Counter({
      name: `${prefix}due_done_total`,
      help: 'Prompts, ends and limits that this worker did.',
      labelNames: ['kind'],
      registers,
    }),
    matched: new Counter({
      name: `${prefix}matched_total`,
      help: 'Participants that this worker put into sessions.',
      registers,
    }),
    swept: new Counter({
      name: `${prefix}swept_total`,
      help: 'Events that another process committed and this one published.',
      registers,
    }),
  };
};
