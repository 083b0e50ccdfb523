export { startLoop } from './loop.ts';
export type { Stop } from './loop.ts';
