export { ApiError, isTemporary } from './api-error.ts';
export { createConnection } from './connection.ts';
export type { Connection } from './connection.ts';
export { createHttp } from './http.ts';
export type { Call, CallRequest } from './http.ts';
export type { Status } from './status.ts';
export type { OpenView, View } from './view.ts';
