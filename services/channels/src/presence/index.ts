export { createLeases } from './leases.ts';
export type { Leases } from './leases.ts';
