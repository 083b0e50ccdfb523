/** Redis channels and keys of the realtime contract (realtime.md section 1); other systems publish and read them too. */
export const recordsChannel = '/records';

export const systemNoticeChannel = '/system_notice';

export const currentUserKey = (channelToken: string): string => `/current_users/${channelToken}`;

/** Sorted set of user ids by the time (ms) of their last sign of life in a project's page. */
export const presenceKey = (projectId: number): string => `presence:{project-${String(projectId)}}`;

/** The same for everybody who is signed in, in whatever team. */
export const peoplePresenceKey = 'presence:{people}';

/** How long a sign of life counts, in milliseconds. */
export const leaseMs = 10_000;

/** An event as published is at most this many bytes. */
export const maxEventBytes = 64 * 1024;

/** Rung when somebody's rooms or logins changed, `{user_id, seq}`, the epoch did, `{epoch}`, or logs were filled, `{refilled: true}`: look at the log now. */
export const controlChannel = '/control';

/**
 * The cache of a room's newest events. `head`: a hash of `epoch` and `top`, the last number. `log`: a stream whose
 * entries `{seq}-0` hold the published text in the field `e`. The braces keep both on one node of a cluster.
 */
export const eventLogKeys = (room: string): { head: string; log: string } => ({
  head: `ev:{${room}}:h`,
  log: `ev:{${room}}:l`,
});

/** What the auditor knows of this Redis; gone with it when it is emptied. */
export const auditedKey = 'ev:audited';

/** Most entries of a room's log, and of one recovery. */
export const logLength = 256;

/** Seconds that a log lives after its last event. */
export const logSeconds = 2 * 60 * 60;

/** Seconds that a head lives after its last event: who was away that long without a change need not fetch anything. */
export const headSeconds = 48 * 60 * 60;
