export * from './channels.ts';
export * from './error-codes.ts';
export * from './event-kinds.ts';
export * from './limits.ts';
export * from './rooms.ts';
export * from './socket-events.ts';
export * from './states.ts';
