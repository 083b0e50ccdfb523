import type { Project } from '@convomatic/contracts';
import type { TeamRole } from '@convomatic/contracts/names';
import { insertMembership } from '../../memberships/index.ts';
import { createTeam } from '../../teams/index.ts';
import type { TestApi } from '../api.ts';
import { buildPerson, buildTeam } from '../people.build.ts';
import type { Person, TestTeam } from '../people.build.ts';
import { buildLiveProject, buildTalk } from '../study.build.ts';
import type { Talk } from '../study.build.ts';
import { guestCaller, nobodyCaller, personCaller, serviceCaller } from './callers.ts';
import type { Caller, Who } from './callers.ts';

const hired = ['owner', 'editor', 'observer', 'staff who observes', 'removed member'] as const;
const outside = ['owner of another team', 'staff outside', 'admin outside'] as const;
type Named = (typeof hired)[number] | (typeof outside)[number];

const roleOf: Record<(typeof hired)[number], TeamRole> = {
  owner: 'owner',
  editor: 'editor',
  observer: 'observer',
  'staff who observes': 'observer',
  'removed member': 'editor',
};

export type World = {
  api: TestApi;
  /** Where the requests are about something of a team. */
  team: TestTeam;
  /** The same people in a second team, in which nobody talks, so that it can be removed. */
  quiet: TestTeam;
  project: Project;
  /** In which the participant talks. */
  talk: Talk;
  callers: Record<Who, Caller>;
};

const buildPeople = async (api: TestApi): Promise<Record<Named, Person>> => {
  const platformRole = (who: Named) =>
    who === 'admin outside' ? 'admin' : who.startsWith('staff') ? 'staff' : 'user';
  const entries: [Named, Person][] = [];
  for (const who of [...hired, ...outside]) entries.push([who, await buildPerson(api, platformRole(who))]);
  return Object.fromEntries(entries) as Record<Named, Person>;
};

/** A team with people of its own, who prepare what is asked for, and those of the table. */
const buildCastTeam = async (api: TestApi, people: Record<Named, Person>): Promise<TestTeam> => {
  const team = await buildTeam(api);
  for (const who of hired) {
    const { id, name } = people[who].user;
    await insertMembership(api.knex, { group_id: team.id, user_id: id, role: roleOf[who], name });
  }
  const key = { group_id: team.id, user_id: people['removed member'].user.id };
  await api.knex('memberships').where(key).update({ left_at: api.knex.fn.now(), left_reason: 'removed' });
  return team;
};

/** A talk of two, in a project of its own. */
export const buildOwnTalk = async (api: TestApi, team: TestTeam): Promise<Talk> =>
  buildTalk(api, await buildLiveProject(team, {}, [0]));

const buildCallers = (
  api: TestApi,
  people: Record<Named, Person>,
  [talk, other]: [Talk, Talk],
): Record<Who, Caller> => {
  const [member, outsider] = [talk.guests[0], other.guests[0]];
  if (!member || !outsider) throw new Error('nobody talks');
  const callers = [
    nobodyCaller,
    serviceCaller,
    ...[...hired, ...outside].map((who) => personCaller(api, who, people[who])),
    guestCaller('participant', member),
    guestCaller('participant of another talk', outsider),
  ];
  return Object.fromEntries(callers.map((caller) => [caller.who, caller])) as Record<Who, Caller>;
};

/** Everybody of the table, with a team of theirs in which people talk. */
export const buildWorld = async (api: TestApi): Promise<World> => {
  const people = await buildPeople(api);
  const stranger = people['owner of another team'].user;
  await api.components.unitOfWork((work) => createTeam(work, { name: 'Other team', owner: stranger }));
  const [team, quiet] = [await buildCastTeam(api, people), await buildCastTeam(api, people)];
  const talk = await buildOwnTalk(api, team);
  const other = await buildOwnTalk(api, team);
  const callers = buildCallers(api, people, [talk, other]);
  return { api, team, quiet, project: talk.project, talk, callers };
};
