/** What may be chosen to look at, of a team and of the platform. */
export const teamActions = [
  'team.update',
  'team.remove',
  'team.restore',
  'membership.update',
  'membership.remove',
  'invitation.create',
  'invitation.revoke',
  'invitation.accept',
  'project.create',
  'project.update',
  'project.publish',
  'project.remove',
  'project.restore',
  'session.read',
  'session.watch',
  'session.close',
  'session.export',
] as const;

export const platformActions = [
  'user.read',
  'user.update',
  'user.block',
  'user.unblock',
  'notice.create',
  'login.create',
  'login.revoke',
  'email_change.create',
  'identity.link',
  'identity.unlink',
] as const;
