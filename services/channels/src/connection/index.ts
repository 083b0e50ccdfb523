export { acceptConnections } from './accept.ts';
export { createAuthenticate } from './authenticate.ts';
export { createCurrentUsers } from './current-users.ts';
export { limitInbound } from './flood.ts';
export { createRefresh } from './refresh.ts';
export { createRooms } from './rooms.ts';
export type { Rooms } from './rooms.ts';
export { createTokensInUse } from './tokens-in-use.ts';
