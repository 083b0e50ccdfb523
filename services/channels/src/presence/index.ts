export { joinCluster } from './cluster.ts';
export { hearNodes } from './hear-nodes.ts';
export { createLeases } from './leases.ts';
export type { Leases } from './leases.ts';
export { createNodes } from './nodes.ts';
export { createPresence } from './presence.ts';
export type { Presence } from './presence.ts';
export { createTyping } from './typing.ts';
