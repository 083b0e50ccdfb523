import type { Boot, CurrentUser, Place } from '@convomatic/contracts';
import { peoplePresenceKey, presenceKey, userRoom } from '@convomatic/contracts/names';
import type { Caller } from '../platform/caller.ts';
import type { ChannelTokens } from '../platform/channel-token.ts';
import type { Realtime } from '../platform/realtime/index.ts';
import type { CurrentUsers } from './current-users.ts';

export type BootState = Omit<Boot, 'channel_token' | 'collaboration_secret'>;

/** What stands in one snapshot, and the rooms in which nothing happens at the moment. */
export type BootRead = { state: BootState; quiet: string[] };

type Needs = {
  realtime: Pick<Realtime, 'ensureHeads'>;
  channelTokens: ChannelTokens;
  currentUsers: CurrentUsers;
};

/** A participant is present for as long as there is a talk to be matched to or to be in, a login always. */
const leaseKey = (place: Place | null): string | null => {
  if (!place) return peoplePresenceKey;
  return place.participant.state === 'finished' ? null : presenceKey(place.participant.project_id);
};

const currentUserOf = (caller: Caller, { user, groups, rooms, place }: BootState): CurrentUser => ({
  id: user.id,
  name: user.name,
  group_ids: groups.map((group) => group.id),
  login_id: caller.login_id,
  seq: rooms[userRoom(user.id)] ?? 0,
  project_id: caller.participant?.project_id ?? null,
  lease_key: leaseKey(place),
});

export const channelTokenOf = ({ login_id, participant }: Caller, tokens: ChannelTokens): string => {
  if (login_id !== null) return tokens.forLogin(login_id);
  if (participant) return tokens.forParticipantToken(participant.token_id);
  throw new Error('a caller has a login or a participant token');
};

/** Lets the channel servers know who comes and with what; answers the token to connect with. */
export const createAdmit =
  ({ realtime, channelTokens, currentUsers }: Needs) =>
  async (caller: Caller, { state, quiet }: BootRead): Promise<string> => {
    const channelToken = channelTokenOf(caller, channelTokens);
    const { epoch, rooms } = state;
    await Promise.all([
      currentUsers.write(channelToken, currentUserOf(caller, state)),
      realtime.ensureHeads(quiet.map((room) => ({ room, epoch, top: rooms[room] ?? 0 }))),
    ]);
    return channelToken;
  };

export type Admit = ReturnType<typeof createAdmit>;
