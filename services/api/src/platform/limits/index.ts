export { limitChanges } from './limit-changes.ts';
export { limitNames, limitVariables, variableOf } from './limit-table.ts';
export type { LimitName } from './limit-table.ts';
export { createLimits } from './limits.ts';
export type { Limits } from './limits.ts';
