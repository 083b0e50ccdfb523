export { canActAs } from './memberships.policy.ts';
export {
  findMembership,
  insertMembership,
  listMemberships,
  reopenMembership,
} from './memberships.repository.ts';
export { nothingHere, requireRole } from './require-role.ts';
