export { findingKinds } from './finding.ts';
export type { Finding, FindingKind } from './finding.ts';
export type { History, Talk, Witness } from './history.ts';
export { reconcile } from './reconcile.ts';
