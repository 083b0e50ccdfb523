import { Counter, Gauge } from '@convomatic/kit/metrics';
import type { Metrics } from '@convomatic/kit/metrics';

/** What a process counts of its writing to the Redis log; without metrics it counts for nobody. */
export const createMeters = (metrics?: Metrics) => {
  const prefix = metrics?.prefix ?? '';
  const registers = metrics ? [metrics.registry] : [];
  return {
    appends: new Counter({
      name: `${prefix}event_appends_total`,
      help: 'Events by what the Redis log said: appended, duplicate, hole; or left to the sweep.',
      labelNames: ['outcome'],
      registers,
    }),
    mended: new Counter({
      name: `${prefix}rooms_mended_total`,
      help: 'Rooms whose Redis log was behind PostgreSQL, by how it was mended.',
      labelNames: ['outcome'],
      registers,
    }),
    failedRooms: new Counter({
      name: `${prefix}rooms_failed_total`,
      help: 'Turns in which the events of one room could not be published though Redis was there.',
      registers,
    }),
    backlogSeconds: new Gauge({
      name: `${prefix}publish_backlog_seconds`,
      help: 'Age of the oldest event that nobody has published, of those that the last sweep saw.',
      registers,
    }),
    mayEvict: new Gauge({
      name: `${prefix}redis_may_evict`,
      help: '1 while the maxmemory-policy of Redis is not noeviction.',
      registers,
    }),
  };
};

export type Meters = ReturnType<typeof createMeters>;
