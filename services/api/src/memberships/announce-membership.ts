import type { Membership } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import { findMembership } from './memberships.repository.ts';

type Announcement = {
  key: Pick<Membership, 'group_id' | 'user_id'>;
  kind: Extract<EventKind, `membership.${string}`>;
  actor_id: number;
};

/** Tells the team's room and the person's own, which moves the person's connections, of a membership as it is now. */
export const announceMembership = (
  { record }: Pick<Work, 'record'>,
  { key, kind, actor_id }: Announcement,
): void => {
  const places = [
    { room: groupRoom(key.group_id), team_id: key.group_id },
    { room: userRoom(key.user_id), team_id: null },
  ];
  record(
    places.map(({ room }) => room),
    async (trx) => {
      const membership = await findMembership(trx, key);
      const records = { memberships: membership ? [membership] : [] };
      return places.map((place) => ({ ...place, kind, records, actor_id }));
    },
  );
};
