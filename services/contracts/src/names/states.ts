export const sessionStates = ['waiting', 'active', 'paused', 'closed'] as const;
export type SessionState = (typeof sessionStates)[number];

export const closingReasons = [
  'completed',
  'below_minimum',
  'closed_by_team',
  'abandoned',
  'failed',
] as const;
export type ClosingReason = (typeof closingReasons)[number];

export const participantStates = [
  'joined',
  'consented',
  'waiting',
  'aside',
  'ready',
  'active',
  'finished',
] as const;
export type ParticipantState = (typeof participantStates)[number];

export const outcomes = [
  'completed',
  'waited_too_long',
  'partner_left',
  'no_consent',
  'screened_out',
  'removed',
  'failed',
] as const;
/** How a participant's time in a project ended. `failed` includes leaving before the end. */
export type Outcome = (typeof outcomes)[number];

export const projectStatuses = ['draft', 'live', 'paused', 'archived'] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

/** How a participant is called in a session: a colour and an animal, or as the person says. */
export const namings = ['generated', 'asked'] as const;
export type Naming = (typeof namings)[number];

/** What happens to a session when somebody has been away for longer than the grace period. */
export const dropOutPolicies = ['carry_on', 'pause', 'end'] as const;
export type DropOutPolicy = (typeof dropOutPolicies)[number];

/** Why a session pauses: a member of the team said so, or it waits for somebody who dropped out. */
export const pauseReasons = ['team', 'drop_out'] as const;
export type PauseReason = (typeof pauseReasons)[number];

export const platformRoles = ['guest', 'user', 'staff', 'admin'] as const;
export type PlatformRole = (typeof platformRoles)[number];

export const teamRoles = ['owner', 'editor', 'observer'] as const;
export type TeamRole = (typeof teamRoles)[number];

/** Languages of the dashboard and of mails; a project's own language may be any. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** How a login was opened; `seed` is the first start on a laptop. */
export const signInMethods = ['link', 'code', 'openid', 'seed'] as const;
export type SignInMethod = (typeof signInMethods)[number];

export const invitationStates = ['open', 'used', 'expired', 'revoked'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Roles in a session; a team's members have the roles above. */
export const sessionRoles = ['participant', 'moderator'] as const;
export type SessionRole = (typeof sessionRoles)[number];

export const senderRoles = [
  'participant',
  'moderator',
  'system',
  'partner',
  'coach',
  'texter',
  'responder',
] as const;
export type SenderRole = (typeof senderRoles)[number];
