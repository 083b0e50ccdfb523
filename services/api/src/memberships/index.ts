export { announceMembership } from './announce-membership.ts';
export { canActAs } from './memberships.policy.ts';
export {
  findMembership,
  insertMembership,
  listMemberships,
  lockMemberships,
  reopenMembership,
} from './memberships.repository.ts';
export { createMembershipRoutes } from './memberships.routes.ts';
export { createMemberships } from './memberships.service.ts';
export type { Lessened } from './memberships.service.ts';
export { nothingHere } from './nothing-here.ts';
export { findPermission, mayAlso, requirePermission, requireRemovedTeam } from './require-permission.ts';
export type { Permission } from './require-permission.ts';
