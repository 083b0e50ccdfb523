import type { Boot } from '@convomatic/contracts';
import { userRoom } from '@convomatic/contracts/names';
import { isUniqueViolation } from '@convomatic/kit/database';
import { AppError } from '@convomatic/kit/errors';
import { hashToken, newToken } from '@convomatic/kit/tokens';
import type { Pool } from 'pg';
import type { Admit, BootState } from '../boot/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { FrozenProject, FrozenProjects } from './frozen-projects.ts';
import { requireName, requireOpen } from './may-join.ts';
import { findSeat, giveToken, takeSeat } from './seats.repository.ts';
import type { NewToken, Seat, Source, TakenSeat } from './seats.repository.ts';

export type Arrival = {
  slug: string;
  platform?: string | undefined;
  external_id?: string | undefined;
  name?: string | undefined;
  metadata?: Record<string, string> | undefined;
};

type Needs = {
  pool: Pool;
  findFrozen: FrozenProjects;
  /** Asked before numbers are read, so that they are of this epoch. */
  currentEpoch: () => Promise<number>;
  admit: Admit;
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

const callerOfSeat = ({ participant_id, token_id, user_id, project_id, name }: Seat): Caller => ({
  user_id,
  name,
  platform_role: 'guest',
  login_id: null,
  participant: { id: participant_id, token_id, project_id },
  request: null,
});

/** As a fresh fetch would find it: the statement that took the seat read the numbers, too. */
const stateOf = (seat: TakenSeat, { version_number, project }: FrozenProject): BootState => ({
  user: seat.user,
  groups: [],
  place: { participant: seat.participant, version_number, project, session: null },
  rooms: { [userRoom(seat.user_id)]: seat.seq },
  features: [],
  epoch: seat.epoch,
  server_time: seat.server_time,
});

type NewlySeated = { isNew: true; seat: TakenSeat; frozen: FrozenProject };
type Seated = NewlySeated | { isNew: false; seat: Seat };

/** What a new seat begins with, without asking the database again. */
const welcome = async (admit: Admit, { seat, frozen }: NewlySeated): Promise<Boot> => {
  const state = stateOf(seat, frozen);
  // Only of a room without an event is it certain that none is on its way to Redis.
  const quiet = Object.keys(state.rooms).filter((room) => state.rooms[room] === 0);
  const channel_token = await admit(callerOfSeat(seat), { state, quiet });
  return { ...state, channel_token, collaboration_secret: null };
};

/** One for each race that can be lost, for the person, the seat and the run, and one that finds them decided. */
const mostAttempts = 4;

const nameTaken = (): AppError =>
  new AppError('name_taken', 'Somebody here has this name already. Choose another one.', {
    fields: { name: 'Somebody here has this name already.' },
  });

export const createJoin = ({ pool, findFrozen, currentEpoch, admit, composeBoot, ...needs }: Needs) => {
  const seatOnce = async (
    { metadata = {}, name, ...arrival }: Arrival,
    token: NewToken,
    heldId: number | null,
  ): Promise<Seated | undefined> => {
    const source = sourceOf(arrival);
    const found = await findSeat(pool, source, heldId);
    if (!found)
      throw new AppError('not_found', 'There is no such study. Check the link, or ask who sent it to you.');
    if (found.is_blocked) throw new AppError('forbidden', 'You are blocked here. Ask who invited you why.');
    if (found.participant_id !== null) {
      const seat = await giveToken(pool, found.participant_id, token);
      return seat && { isNew: false, seat };
    }
    const open = requireOpen(found);
    const frozen = await findFrozen(open.version_id);
    const seat = await takeSeat(pool, {
      ...{ found: open, source, metadata, token },
      name: requireName(frozen, name),
      waiting_limit_ms: frozen.asks_consent ? null : frozen.project.waiting_limit_ms,
    });
    return seat && { isNew: true, seat, frozen };
  };

  /** Whoever loses a race, for the person or for the seat, finds it taken by the same person when asking again. */
  const seat = async (arrival: Arrival, token: NewToken, heldId: number | null): Promise<Seated> => {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      try {
        const seated = await seatOnce(arrival, token, heldId);
        if (seated) return seated;
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        // The first time it may be the same person, who came twice at once.
        if (attempt > 0 && isUniqueViolation(error, 'participants_name')) throw nameTaken();
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
    await Promise.all([needs.requireReachable(), currentEpoch()]);
    const participant_token = newToken();
    const token = { token_hash: hashToken(participant_token), valid_s: tokenSeconds };
    const seated = await seat(arrival, token, held?.id ?? null);
    const boot = seated.isNew ? await welcome(admit, seated) : await composeBoot(callerOfSeat(seated.seat));
    return { participant_token, boot };
  };
};

export type Join = ReturnType<typeof createJoin>;
