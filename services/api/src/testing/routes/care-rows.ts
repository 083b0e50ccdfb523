import type { Asset, Note } from '@convomatic/contracts';
import { buildLiveProject, joinProject } from '../study.build.ts';
import type { Caller } from './callers.ts';
import { pathOf } from './row.ts';
import type { Rows } from './row.ts';
import type { World } from './world.ts';

const inProject = ({ project }: World) => ({ params: { project_id: pathOf(project.id) } });
const inTalk = ({ talk }: World) => ({ params: { session_id: pathOf(talk.session.id) } });

/** Somebody who joined and talks nowhere. */
const somebody = async ({ api, team }: World) => {
  const project = await buildLiveProject(team);
  const { participant } = await joinProject(api, project.slug, { platform: 'lab', external_id: '7' });
  return { params: { participant_id: pathOf(participant.id) } };
};

/** A note of the caller's own, where the caller may write one. */
const ownNote = async (world: World, { user_id }: Caller) => {
  const { team, talk, api } = world;
  const answer = await team.owner
    .post(`/api/sessions/${pathOf(talk.session.id)}/notes`, { body: 'Look at this.' })
    .expect(201);
  const { note } = answer.body as { note: Note };
  if (user_id !== null) await api.knex('notes').where({ id: note.id }).update({ author_id: user_id });
  return { params: { note_id: pathOf(note.id) } };
};

const newAsset = async ({ team, project }: World) => {
  const answer = await team.owner
    .post(`/api/projects/${pathOf(project.id)}/assets?name=a.txt`)
    .type('text/plain')
    .send('Hello')
    .expect(201);
  const { asset } = answer.body as { asset: Asset };
  return { params: { asset_id: pathOf(asset.id) } };
};

const signedQuery = async ({ team }: World, asset_id: string) => {
  const answer = await team.owner.get(`/api/assets/${asset_id}/link`).expect(200);
  const { searchParams } = new URL((answer.body as { url: string }).url, 'http://localhost');
  return { expires: searchParams.get('expires') ?? '', signature: searchParams.get('signature') ?? '' };
};

/** What is kept of a study: exports, notes, files; and what is erased of it. */
export const careRows = {
  'GET /api/projects/:project_id/export': {
    ask: (world) => ({ ...inProject(world), query: { format: 'zip' } }),
    isPersonal: true,
  },
  'DELETE /api/participants/:participant_id': { ask: somebody },
  'DELETE /api/participants/:participant_id/external-id': { ask: somebody },
  'POST /api/sessions/:session_id/notes': {
    ask: (world) => ({ ...inTalk(world), body: { body: 'Look at this.' } }),
  },
  'POST /api/participants/:participant_id/notes': {
    ask: async (world) => ({ ...(await somebody(world)), body: { body: 'Look at this.' } }),
  },
  'GET /api/sessions/:session_id/notes': { ask: inTalk },
  'PATCH /api/notes/:note_id': {
    ask: async (world, caller) => ({ ...(await ownNote(world, caller)), body: { body: 'Look again.' } }),
  },
  'DELETE /api/notes/:note_id': { ask: ownNote },
  'POST /api/notes/:note_id/restore': {
    ask: async (world, caller) => {
      const { params } = await ownNote(world, caller);
      const deleted_at = world.api.knex.fn.now();
      await world.api.knex('notes').where({ id: params.note_id }).update({ deleted_at });
      return { params };
    },
  },
  'GET /api/projects/:project_id/assets': { ask: inProject },
  'POST /api/projects/:project_id/assets': {
    ask: (world) => ({ ...inProject(world), query: { name: 'a.txt' }, file: 'Hello' }),
  },
  'DELETE /api/assets/:asset_id': { ask: newAsset },
  'GET /api/assets/:asset_id/link': { ask: newAsset },
  'GET /api/assets/:asset_id/file': {
    ask: async (world) => {
      const { params } = await newAsset(world);
      return { params, query: await signedQuery(world, params.asset_id) };
    },
  },
} satisfies Partial<Rows>;
