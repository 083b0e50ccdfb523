import { richTextOf } from '@convomatic/contracts';
import type { EndpointResponse, Prompt, Run } from '@convomatic/contracts';
import { documentName } from '@convomatic/contracts/names';
import { addPrompt, buildProject } from '../projects.build.ts';
import { pathOf } from './row.ts';
import type { Rows } from './row.ts';
import type { World } from './world.ts';

const inTeam = ({ team }: World) => ({ params: { team_id: pathOf(team.id) } });

/** A draft that can be published, and that nobody else needs. */
const newProject = async ({ team }: World) => {
  const { project, prompts } = await buildProject(team, [0, 1_000]);
  return { project, prompts, params: { project_id: pathOf(project.id) } };
};

const inProject = async (world: World) => ({ params: (await newProject(world)).params });

const newPrompt = async ({ team, project }: World) => {
  const prompt = await addPrompt(team.editor, { project_id: project.id, offset_ms: 0 });
  return { prompt, params: { prompt_id: pathOf(prompt.id) } };
};

const inPrompt = async (world: World) => ({ params: (await newPrompt(world)).params });

const nameOf = ({ id }: Prompt): string => documentName({ type: 'prompt', id, field: 'body' });

/** What the owner's page shows to open texts. */
const secretOf = async ({ team }: World): Promise<string> => {
  const boot = (await team.owner.get('/api/boot').expect(200)).body as EndpointResponse<'GET /api/boot'>;
  return boot.collaboration_secret ?? '';
};

/** A text that the node of the tests has loaded. */
const newDocument = async (world: World) => {
  const { prompt } = await newPrompt(world);
  const document = { name: nameOf(prompt), owner: 'node-1', generation: 1, saved_at: null };
  await world.api.knex('documents').insert(document);
  return document;
};

const newPublished = async (world: World) => {
  const { project, params } = await newProject(world);
  await world.team.editor.post(`/api/projects/${params.project_id}/publish`).expect(201);
  return { project, params };
};

/** The first one, which publishing has opened. */
const newRun = async (world: World) => {
  const { project, params } = await newPublished(world);
  const run = await world.api.knex('runs').where({ project_id: project.id }).first<Run>('*');
  return { params, run, inRun: { params: { run_id: pathOf(run.id) } } };
};

/** Projects, their prompts, versions and runs, and the texts that are written together. */
export const projectRows = {
  'GET /api/teams/:team_id/projects': { ask: inTeam },
  'POST /api/teams/:team_id/projects': { ask: (world) => ({ ...inTeam(world), body: { name: 'Talk' } }) },
  'GET /api/projects/:project_id': { ask: inProject },
  'PATCH /api/projects/:project_id': {
    ask: async (world) => {
      const { params, project } = await newProject(world);
      return { params, body: { version: project.version, duration_ms: 120_000 } };
    },
  },
  'DELETE /api/projects/:project_id': { ask: inProject },
  'POST /api/projects/:project_id/restore': {
    ask: async (world) => {
      const { params, project } = await newProject(world);
      const deleted_at = world.api.knex.fn.now();
      await world.api.knex('projects').where({ id: project.id }).update({ deleted_at });
      return { params };
    },
  },
  'GET /api/teams/:team_id/removed-projects': { ask: inTeam },
  'POST /api/projects/:project_id/publish': { ask: inProject },
  'GET /api/projects/:project_id/versions': { ask: inProject },
  'GET /api/projects/:project_id/versions/diff': {
    ask: async (world) => ({ params: (await newPublished(world)).params, query: { from: '1', to: 'draft' } }),
  },
  'POST /api/projects/:project_id/versions/:number/restore': {
    ask: async (world) => ({ params: { ...(await newPublished(world)).params, number: '1' } }),
  },
  'POST /api/projects/:project_id/status': {
    ask: async (world) => ({ params: (await newPublished(world)).params, body: { status: 'paused' } }),
  },
  'POST /api/projects/:project_id/clone': { ask: inProject },

  'GET /api/projects/:project_id/runs': { ask: inProject },
  'POST /api/projects/:project_id/runs': {
    ask: async (world) => {
      const { params, run } = await newRun(world);
      await world.team.editor.post(`/api/runs/${pathOf(run.id)}/close`).expect(200);
      return { params, body: { label: 'Autumn' } };
    },
  },
  'PATCH /api/runs/:run_id': {
    ask: async (world) => ({ ...(await newRun(world)).inRun, body: { max_participants: 60 } }),
  },
  'POST /api/runs/:run_id/close': { ask: async (world) => (await newRun(world)).inRun },

  'POST /api/projects/:project_id/prompts': {
    ask: async (world) => ({
      ...(await inProject(world)),
      body: { body: richTextOf('Hello'), offset_ms: 0 },
    }),
  },
  'PATCH /api/prompts/:prompt_id': {
    ask: async (world) => ({ ...(await inPrompt(world)), body: { offset_ms: 5_000 } }),
  },
  'POST /api/prompts/:prompt_id/move': {
    ask: async (world) => ({ ...(await inPrompt(world)), body: { after_id: null } }),
  },
  'POST /api/prompts/:prompt_id/duplicate': { ask: inPrompt },
  'DELETE /api/prompts/:prompt_id': { ask: inPrompt },
  'POST /api/prompts/:prompt_id/restore': {
    ask: async (world) => {
      const { params, prompt } = await newPrompt(world);
      await world.team.editor.delete(`/api/prompts/${pathOf(prompt.id)}`).expect(204);
      return { params };
    },
  },

  'POST /api/hocuspocus': {
    ask: async (world) => {
      const { prompt } = await newPrompt(world);
      const user_secret = await secretOf(world);
      return { body: { user_secret, document_name: nameOf(prompt) } };
    },
  },
  'POST /api/documents/:name/load': {
    ask: async (world) => {
      const { name, owner } = await newDocument(world);
      return { params: { name }, body: { owner, generation: null } };
    },
  },
  'PUT /api/documents/:name': {
    ask: async (world) => {
      const { name, owner, generation } = await newDocument(world);
      const editors = [world.team.editor.user.id];
      return { params: { name }, body: { owner, generation, text: richTextOf('Typed'), editors } };
    },
  },
} satisfies Partial<Rows>;
