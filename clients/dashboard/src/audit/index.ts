export { default as AuditView } from './AuditView.vue';
export { platformActions } from './audit-actions.ts';
export type { AuditQuery } from './audit-query.ts';
