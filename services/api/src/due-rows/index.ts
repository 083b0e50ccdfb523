export { dueKinds } from './due-rows.repository.ts';
export type { ClaimedRow, DueKind, DueRow } from './due-rows.repository.ts';
export { createDueRows } from './due-rows.service.ts';
export type { DueRows } from './due-rows.service.ts';
