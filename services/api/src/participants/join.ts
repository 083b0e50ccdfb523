import type { Boot } from '@convomatic/contracts';
import { isUniqueViolation } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Pool } from 'pg';
import type { Caller } from '../platform/caller.ts';
import { findSeat, giveToken, takeSeat } from './seats.repository.ts';
import type { Found, NewToken, Seat, Source } from './seats.repository.ts';

export type Arrival = {
  slug: string;
  platform?: string | undefined;
  external_id?: string | undefined;
  metadata?: Record<string, string> | undefined;
};

type Needs = {
  pool: Pool;
  composeBoot: (caller: Caller) => Promise<Boot>;
  requireReachable: () => Promise<void>;
};

const tokenSeconds = 24 * 60 * 60;
/** Named by a link and not by a recruiter. */
const plainPlatform = 'link';

const sourceOf = ({ slug, platform, external_id }: Arrival): Source => ({
  slug,
  platform: platform ?? (external_id === undefined ? null : plainPlatform),
  external_id: external_id ?? null,
});

/** A new seat needs a project that collects; a seat that somebody has stays theirs. */
const requireLive = (found: Found): Found & { version_id: number } => {
  const { version_id } = found;
  if (found.status !== 'live' || version_id === null) {
    throw new AppError(
      'project_not_live',
      'This study is not open at the moment. Come back later, or ask who invited you.',
    );
  }
  return { ...found, version_id };
};

const callerOfSeat = ({ participant_id, token_id, user_id, project_id, name }: Seat): Caller => ({
  user_id,
  name,
  platform_role: 'guest',
  login_id: null,
  participant: { id: participant_id, token_id, project_id },
  request: null,
});

/** One for each race that can be lost, and one that finds both decided. */
const mostAttempts = 3;

export const createJoin = ({ pool, composeBoot, requireReachable }: Needs) => {
  const seatOnce = async (
    { metadata = {}, ...arrival }: Arrival,
    token: NewToken,
    heldId: number | null,
  ): Promise<Seat | undefined> => {
    const source = sourceOf(arrival);
    const found = await findSeat(pool, source, heldId);
    if (!found)
      throw new AppError('not_found', 'There is no such study. Check the link, or ask who sent it to you.');
    if (found.is_blocked) throw new AppError('forbidden', 'You are blocked here. Ask who invited you why.');
    if (found.participant_id !== null) return giveToken(pool, found.participant_id, token);
    return takeSeat(pool, { found: requireLive(found), source, metadata, token });
  };

  /** Whoever loses a race, for the person or for the seat, finds it taken by the same person when asking again. */
  const seat = async (arrival: Arrival, token: NewToken, heldId: number | null): Promise<Seat> => {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      try {
        const taken = await seatOnce(arrival, token, heldId);
        if (taken) return taken;
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
      }
    }
    throw new AppError('unavailable', 'Try again in a moment.', { retryAfterSeconds: 1 });
  };

  /** One seat for each person in a project, however often and from wherever they come; each time with a new token. */
  return async (
    arrival: Arrival,
    held: Caller['participant'],
  ): Promise<{ participant_token: string; boot: Boot }> => {
    // A seat whose answer cannot hold a way to connect would be lost: who tries again would take another one.
    await requireReachable();
    const participant_token = newToken();
    const token = { token_hash: hashToken(participant_token), valid_s: tokenSeconds };
    const caller = callerOfSeat(await seat(arrival, token, held?.id ?? null));
    return { participant_token, boot: await composeBoot(caller) };
  };
};

export type Join = ReturnType<typeof createJoin>;
