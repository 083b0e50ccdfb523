export { createInvitationRoutes } from './invitations.routes.ts';
export { createInvitations } from './invitations.service.ts';
export { revokeInvitations } from './revoke-invitations.ts';
