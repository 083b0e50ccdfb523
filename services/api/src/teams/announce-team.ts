import type { Membership, Team } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import { listMemberships } from '../memberships/index.ts';
import type { EventDraft, Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';

type Announcement = {
  team: Team;
  kind: Extract<EventKind, `team.${string}`>;
  actor_id: number;
};

/** Tells the team's room. */
export const announceTeam = (
  { record }: Pick<Work, 'record'>,
  { team, kind, actor_id }: Announcement,
): void => {
  const room = groupRoom(team.id);
  record([room], () => [{ room, team_id: team.id, kind, records: { teams: [team] }, actor_id }]);
};

const draftFor =
  ({ team, kind, actor_id }: Announcement) =>
  (membership: Membership): EventDraft => ({
    room: userRoom(membership.user_id),
    team_id: null,
    kind,
    records: { teams: [team], memberships: [membership] },
    actor_id,
  });

/** Tells everyone in it, each in the own room, which moves the person's connections; and the team's room. */
export const announceToMembers = async (
  work: Pick<Work, 'record'> & { trx: Knex },
  { scope, ...announcement }: Announcement & { scope: TeamScope },
): Promise<void> => {
  const memberships = await listMemberships(work.trx, scope);
  announceTeam(work, announcement);
  const rooms = memberships.map(({ user_id }) => userRoom(user_id));
  work.record(rooms, () => memberships.map(draftFor(announcement)));
};
