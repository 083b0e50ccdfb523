import type { Boot, CurrentUser, Place } from '@convomatic/contracts';
import { groupRoom, presenceKey, userRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import type { ChannelTokens } from '../platform/channel-token.ts';
import { readPositions, readSnapshot } from '../platform/realtime/index.ts';
import { findUser } from '../users/index.ts';
import { listGroups, readRealtime } from './boot.repository.ts';
import type { CurrentUsers } from './current-users.ts';

type Needs = {
  knex: Knex;
  channelTokens: ChannelTokens;
  currentUsers: CurrentUsers;
  /** The secret of a login; participants open no texts. */
  secretOf: (login: { id: number; user_id: number }) => string;
  readPlace: (trx: Knex, participantId: number) => Promise<Place>;
  isLoginLive: (knex: Knex, loginId: number) => Promise<boolean>;
};

type State = Omit<Boot, 'channel_token' | 'collaboration_secret'>;

/** A participant's token opens its own session alone, whatever else the same person is in. */
const readGroups = (trx: Knex, caller: Caller, place: Place | null): Promise<Boot['groups']> => {
  if (!caller.participant) return listGroups(trx, caller.user_id, { kind: 'team' });
  const id = place?.participant.session_id ?? null;
  return id === null ? Promise.resolve([]) : listGroups(trx, caller.user_id, { id });
};

const readState = async (trx: Knex, caller: Caller, readPlace: Needs['readPlace']): Promise<State> => {
  const user = await findUser(trx, caller.user_id);
  if (!user) throw new AppError('unauthenticated', 'This person is no longer here.');
  const place = caller.participant && (await readPlace(trx, caller.participant.id));
  const groups = await readGroups(trx, caller, place);
  const rooms = [userRoom(user.id), ...groups.map((group) => groupRoom(group.id))];
  return {
    user,
    groups,
    place,
    rooms: await readPositions(trx, rooms),
    features: [],
    ...(await readRealtime(trx)),
  };
};

/** Presence is kept for those who may still be matched or are in a talk. */
const leaseKey = (place: Place | null): string | null =>
  place && place.participant.state !== 'finished' ? presenceKey(place.participant.project_id) : null;

const currentUserOf = (caller: Caller, { user, groups, rooms, place }: State): CurrentUser => ({
  id: user.id,
  name: user.name,
  group_ids: groups.map((group) => group.id),
  login_id: caller.login_id,
  seq: rooms[userRoom(user.id)] ?? 0,
  lease_key: leaseKey(place),
});

const channelTokenOf = ({ login_id, participant }: Caller, tokens: ChannelTokens): string => {
  if (login_id !== null) return tokens.forLogin(login_id);
  if (participant) return tokens.forParticipantToken(participant.token_id);
  throw new Error('a caller has a login or a participant token');
};

/** What a page begins with: state and room numbers of one snapshot, and the right to connect. */
export const createComposeBoot =
  ({ knex, channelTokens, currentUsers, secretOf, readPlace, isLoginLive }: Needs) =>
  async (caller: Caller): Promise<Boot> => {
    const state = await readSnapshot(knex, (trx) => readState(trx, caller, readPlace));
    const channel_token = channelTokenOf(caller, channelTokens);
    await currentUsers.write(channel_token, currentUserOf(caller, state));
    const { login_id: id, user_id } = caller;
    // Signing out between the caller's check and the writing has removed a key that did not stand there yet.
    if (id !== null && !(await isLoginLive(knex, id))) {
      await currentUsers.remove(channel_token);
      throw new AppError('unauthenticated', 'Sign in first.');
    }
    const collaboration_secret = id === null ? null : secretOf({ id, user_id });
    return { ...state, channel_token, collaboration_secret };
  };

export type ComposeBoot = ReturnType<typeof createComposeBoot>;
