export { isRedisAt, isServiceOfClone } from './processes.ts';
export { defaultRunFile, readRun } from './run-file.ts';
export type { Run } from './run-file.ts';
