/** Redis channels and keys of the realtime contract (realtime.md section 1); other systems publish and read them too. */
export const recordsChannel = '/records';

export const systemNoticeChannel = '/system_notice';

export const currentUserKey = (channelToken: string): string => `/current_users/${channelToken}`;

/** Sorted set of user ids by the time (ms) of their last sign of life in a project's page. */
export const presenceKey = (projectId: number): string => `presence:{project-${String(projectId)}}`;

/** How long a sign of life counts, in milliseconds. */
export const leaseMs = 10_000;

/** An event as published is at most this many bytes. */
export const maxEventBytes = 64 * 1024;
