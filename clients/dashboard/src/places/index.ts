export { usePlaces } from './places.ts';
export type { Place } from './places.ts';
