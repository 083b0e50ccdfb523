export { createNetwork } from './network.ts';
export type { Network, Wire } from './network.ts';
