export { readArrival } from './arrival.ts';
export type { Arrival } from './arrival.ts';
export { endedOf } from './ended-of.ts';
export { createSeat } from './seat.ts';
export type { Ended, Seat } from './seat.ts';
