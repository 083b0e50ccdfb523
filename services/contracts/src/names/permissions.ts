import type { TeamRole } from './states.ts';

const everyone = ['owner', 'editor', 'observer'] as const;
const writers = ['owner', 'editor'] as const;
const owners = ['owner'] as const;
const admins = ['admin'] as const;

/**
 * Who may do what: the one table of action × role. A team's roles count in that team. `staff` counts for a member of
 * the team, whatever their role there; `admin` counts on the platform alone and opens no team.
 */
export const permissions = {
  'team.read': everyone,
  'team.update': owners,
  'team.remove': owners,
  'team.restore': owners,
  'membership.update': owners,
  'membership.remove': owners,
  'invitation.read': ['owner', 'staff'],
  'invitation.create': ['owner', 'staff'],
  'invitation.revoke': ['owner', 'staff'],
  'audit.read': owners,
  'project.read': everyone,
  'project.create': writers,
  'project.update': writers,
  'project.publish': writers,
  'project.remove': writers,
  'project.restore': writers,
  'session.read': everyone,
  'session.watch': everyone,
  'session.export': everyone,
  'session.close': writers,
  'session.pause': writers,
  'session.write': writers,
  'session.check_attention': writers,
  'participant.read': everyone,
  'participant.remove': writers,
  'participant.erase': owners,
  'project.export': everyone,
  'external_id.export': owners,
  'run.open': writers,
  'run.update': writers,
  'note.read': everyone,
  'note.create': everyone,
  'note.update': everyone,
  'asset.read': everyone,
  'asset.create': writers,
  'asset.remove': writers,
  'user.read': admins,
  'user.update': admins,
  'user.block': admins,
  'platform_audit.read': admins,
  'notice.create': admins,
} as const satisfies Record<string, readonly PermissionRole[]>;

/** What a person may count as: a role in the team in question, or a platform role. */
export type PermissionRole = TeamRole | 'staff' | 'admin';

export type Action = keyof typeof permissions;

/** Whether one of these roles may do this. */
export const can = (roles: readonly PermissionRole[], action: Action): boolean => {
  const allowed: readonly PermissionRole[] = permissions[action];
  return roles.some((role) => allowed.includes(role));
};
