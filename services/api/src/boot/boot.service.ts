import type { Boot, Place } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import type { Caller } from '../platform/caller.ts';
import type { ChannelTokens } from '../platform/channel-token.ts';
import { readPositions, readSnapshot, readStanding } from '../platform/realtime/index.ts';
import type { Realtime } from '../platform/realtime/index.ts';
import { findUser } from '../users/index.ts';
import { channelTokenOf } from './admit.ts';
import type { Admit, BootRead, BootState } from './admit.ts';
import { listGroups, readRealtime } from './boot.repository.ts';
import type { CurrentUsers } from './current-users.ts';

type Needs = {
  knex: Knex;
  realtime: Pick<Realtime, 'currentEpoch'>;
  admit: Admit;
  channelTokens: ChannelTokens;
  currentUsers: CurrentUsers;
  /** The secret of a login; participants open no texts. */
  secretOf: (login: { id: number; user_id: number }) => string;
  readPlace: (trx: Knex, participantId: number) => Promise<Place>;
  isLoginLive: (knex: Knex, loginId: number) => Promise<boolean>;
};

/** A participant's token opens its own session alone, whatever else the same person is in. */
const readGroups = (trx: Knex, caller: Caller, place: Place | null): Promise<Boot['groups']> => {
  if (!caller.participant) return listGroups(trx, caller.user_id, { kind: 'team' });
  const id = place?.participant.session_id ?? null;
  return id === null ? Promise.resolve([]) : listGroups(trx, caller.user_id, { id });
};

const readState = async (trx: Knex, caller: Caller, readPlace: Needs['readPlace']): Promise<BootRead> => {
  const user = await findUser(trx, caller.user_id);
  if (!user) throw new AppError('unauthenticated', 'This person is no longer here.');
  const place = caller.participant && (await readPlace(trx, caller.participant.id));
  const groups = await readGroups(trx, caller, place);
  const rooms = [userRoom(user.id), ...groups.map((group) => groupRoom(group.id))];
  const { positions, quiet } = await readStanding(trx, rooms);
  const state = { user, groups, place, rooms: positions, features: [], ...(await readRealtime(trx)) };
  return { state, quiet };
};

/** Whether the person's own room was told of something since: they may be in other groups now. */
const hasMoved = async (knex: Knex, { user, rooms }: BootState): Promise<boolean> => {
  const room = userRoom(user.id);
  return (await readPositions(knex, [room]))[room] !== rooms[room];
};

/** Who moves more often than this, while one page asks, is moved by somebody who tries to. */
const mostAttempts = 5;

/** What a page begins with: state and room numbers of one snapshot, and the right to connect. */
export const createComposeBoot = ({
  knex,
  realtime,
  admit,
  channelTokens,
  currentUsers,
  ...needs
}: Needs) => {
  const { secretOf, readPlace, isLoginLive } = needs;

  /** Undefined where the person has moved meanwhile, and what was read is no longer true. */
  const composeOnce = async (caller: Caller): Promise<Boot | undefined> => {
    // Before the numbers are read, so that they are of this epoch.
    await realtime.currentEpoch();
    const { state, quiet } = await readSnapshot(knex, (trx) => readState(trx, caller, readPlace));
    const channel_token = await admit(caller, { state, quiet });
    const { login_id: id, user_id } = caller;
    if (id === null) return { ...state, channel_token, collaboration_secret: null };
    // What ended between the reading and the writing has removed a value that did not stand there yet.
    if (!(await isLoginLive(knex, id))) {
      await currentUsers.remove(channel_token);
      throw new AppError('unauthenticated', 'Sign in first.');
    }
    if (await hasMoved(knex, state)) return undefined;
    return { ...state, channel_token, collaboration_secret: secretOf({ id, user_id }) };
  };

  return async (caller: Caller): Promise<Boot> => {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const boot = await composeOnce(caller);
      if (boot) return boot;
    }
    await currentUsers.remove(channelTokenOf(caller, channelTokens));
    const message = 'Your teams are changing at this very moment. Try again in a few seconds.';
    throw new AppError('unavailable', message, { retryAfterSeconds: 2 });
  };
};

export type ComposeBoot = ReturnType<typeof createComposeBoot>;
