export { createNodeRoom, fill, isAhead, isBehind, receive, release, stepBack } from './node-room.ts';
export type { Filled, NodeRoom, Verdict } from './node-room.ts';
export { resume } from './resume.ts';
export type { Resumed } from './resume.ts';
export type { Numbered, RoomLog } from './room-log.ts';
