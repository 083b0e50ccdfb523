export { Outbox } from './outbox.ts';
export type { Unsent } from './outbox.ts';
