import type { Boot, Event, Project, SessionView } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Jobs } from '../jobs.ts';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { applyEventsSince, listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { buildJobs, buildTalk, makeDue } from '../testing/study.build.ts';
import type { Guest, Talk } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
let jobs: Jobs;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  jobs = buildJobs(api);
});
afterAll(async () => {
  await jobs.close();
  await api.close();
});

type Aim = { conditions?: string[]; roles?: string[] };

/** A live project of two conditions and two roles. */
const buildAimed = async (aims: Aim[]): Promise<Project> => {
  const { project, prompts } = await buildProject(
    team,
    aims.map((_, index) => index * 1_000),
  );
  const path = `/api/projects/${String(project.id)}`;
  const settings = {
    conditions: ['open', 'closed'].map((name) => ({ name, weight: 1 })),
    roles: ['buyer', 'seller'],
  };
  const { version } = ((await team.editor.get(path)).body as { project: Project }).project;
  await team.editor.patch(path, { version, ...settings }).expect(200);
  for (const [index, { id }] of prompts.entries()) {
    const aim = { conditions: [], roles: [], ...aims[index] };
    await team.editor.patch(`/api/prompts/${String(id)}`, aim).expect(200);
  }
  await team.editor.post(`${path}/publish`).expect(201);
  return ((await team.editor.get(path)).body as { project: Project }).project;
};

type Aimed = Talk & { buyer: Guest; seller: Guest };

const startTalk = async (aims: Aim[]): Promise<Aimed> => {
  const talk = await buildTalk(api, await buildAimed(aims));
  const roles = await api
    .knex('assignments as a')
    .join('participants as p', 'p.id', 'a.participant_id')
    .where('a.session_id', talk.session.id)
    .select<{ user_id: number; role: string }[]>('p.user_id', 'a.role');
  const inRole = (role: string): Guest => {
    const userId = roles.find((one) => one.role === role)?.user_id;
    const guest = talk.guests.find(({ user_id }) => user_id === userId);
    if (!guest) throw new Error(`nobody is a ${role}`);
    return guest;
  };
  return { ...talk, buyer: inRole('buyer'), seller: inRole('seller') };
};

const deliverAll = async ({ session }: Talk): Promise<number[]> => {
  const ids = await api.knex('prompt_deliveries').where({ session_id: session.id }).pluck<number[]>('id');
  const due = await makeDue(api, 'prompt', ids);
  await jobs.dueRows.claim('prompt', due);
  return due;
};

const viewOf = async (asker: Pick<Guest, 'get'>, { path }: Talk): Promise<SessionView> =>
  (await asker.get(path).expect(200)).body as SessionView;

const recipientsIn = (view: SessionView | null | undefined): (number | null)[] =>
  (view?.prompt_deliveries ?? []).map(({ recipient_user_id }) => recipient_user_id);

const deliveredIn = async (room: string): Promise<Event[]> =>
  (await listRoomEvents(api.knex, room)).filter(({ kind }) => kind === 'prompt.delivered');

describe('a prompt for one role', () => {
  it('is told once, in the room of who has the role, with a copy for the team, each numbered there', async () => {
    const talk = await startTalk([{}, { roles: ['buyer'] }]);
    const due = await deliverAll(talk);
    await api.knex('due_rows').whereIn('id', due).update({ done_at: null });
    await jobs.dueRows.claim('prompt', due);
    const own = await deliveredIn(userRoom(talk.buyer.user_id));
    expect(own).toHaveLength(1);
    const [delivery] = own[0]?.records.prompt_deliveries ?? [];
    expect(delivery).toMatchObject({ recipient_user_id: talk.buyer.user_id, seq: own[0]?.seq });
    const copies = (await deliveredIn(groupRoom(team.id))).filter(
      ({ records }) => records.prompt_deliveries?.[0]?.session_id === talk.session.id,
    );
    expect(copies.map(({ records }) => records)).toEqual([{ prompt_deliveries: [delivery] }]);
    expect(await deliveredIn(groupRoom(talk.session.id))).toHaveLength(1);
  });

  it('is in nobody else’s view, place, recovery or room', async () => {
    const talk = await startTalk([{}, { roles: ['buyer'] }]);
    await deliverAll(talk);
    const { buyer, seller, session } = talk;
    const all = [null, buyer.user_id];
    expect(recipientsIn(await viewOf(buyer, talk))).toEqual(all);
    expect(recipientsIn(await viewOf(seller, talk))).toEqual([null]);
    const placeOf = async (guest: Guest) => ((await guest.get('/api/boot').expect(200)).body as Boot).place;
    expect(recipientsIn((await placeOf(buyer))?.session)).toEqual(all);
    expect(recipientsIn((await placeOf(seller))?.session)).toEqual([null]);
    const recovered = (await seller.get(`/api/records?room=${groupRoom(session.id)}`).expect(200)).body as {
      events: Event[];
    };
    const heard = [...recovered.events, ...(await listRoomEvents(api.knex, userRoom(seller.user_id)))];
    const recipients = heard.flatMap(({ records }) => records.prompt_deliveries ?? []);
    expect(recipients.map(({ recipient_user_id }) => recipient_user_id)).toEqual([null]);
    await seller.get(`/api/records?room=${userRoom(buyer.user_id)}`).expect(404);
    await seller.get(`/api/records?room=${groupRoom(team.id)}`).expect(404);
    expect(recipientsIn(await viewOf(team.observer, talk))).toEqual(all);
  });

  it('is in the view plus events as in a fresh one, for each person and for the team', async () => {
    const talk = await startTalk([{ roles: ['seller'] }, {}, { roles: ['buyer', 'seller'] }]);
    const askers = [talk.buyer, talk.seller, team.observer];
    const before = await Promise.all(askers.map((asker) => viewOf(asker, talk)));
    await deliverAll(talk);
    for (const [index, asker] of askers.entries()) {
      const view = before[index];
      const held = view && (await applyEventsSince(api.knex, view));
      const fresh = await viewOf(asker, talk);
      expect({ ...held, server_time: null }).toEqual({ ...fresh, server_time: null });
      expect(fresh.prompt_deliveries).toHaveLength([2, 3, 4][index] ?? 0);
    }
  });

  it('is not given to somebody who has left', async () => {
    const project = await buildAimed([{ roles: ['buyer'] }]);
    const talk = await buildTalk(api, project);
    const [delivery] = await api
      .knex('prompt_deliveries')
      .where({ session_id: talk.session.id })
      .select<{ id: number; recipient_user_id: number }[]>('id', 'recipient_user_id');
    await api
      .knex('memberships')
      .where({ group_id: talk.session.id, user_id: delivery?.recipient_user_id })
      .update({ left_at: api.knex.fn.now(), left_reason: 'left' });
    await deliverAll(talk);
    expect(await deliveredIn(userRoom(delivery?.recipient_user_id ?? 0))).toEqual([]);
  });
});

describe('a prompt for one condition', () => {
  it('is planned in sessions of that condition alone', async () => {
    const talk = await startTalk([{ conditions: ['open'] }, { conditions: ['closed'] }, {}]);
    await deliverAll(talk);
    const { prompt_deliveries } = await viewOf(talk.buyer, talk);
    const condition = (await viewOf(team.observer, talk)).assignments?.[0]?.condition;
    const expected = condition === 'open' ? [1, 3] : [2, 3];
    expect(prompt_deliveries.map(({ rank }) => rank)).toEqual(expected);
  });
});
