/** The closed list of what an event may tell: facts in the past tense. */
export const eventKinds = [
  'membership.created',
  'membership.removed',
  'login.revoked',
  'watch.created',
  'watch.removed',
  'project.created',
  'project.updated',
  'project.published',
  'project.counted',
  'prompt.created',
  'prompt.updated',
  'prompt.moved',
  'prompt.removed',
  'session.started',
  'session.closed',
  'member.left',
  'message.created',
  'prompt.delivered',
  'participant.updated',
  'participant.outcome',
  'notice.created',
] as const;

export type EventKind = (typeof eventKinds)[number];
