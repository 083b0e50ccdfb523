import { randomUUID } from 'node:crypto';
import { pathOf } from './row.ts';
import type { Rows } from './row.ts';
import { buildOwnTalk } from './world.ts';
import type { World } from './world.ts';

const inOwnTalk = async ({ api, team }: World) => {
  const { session } = await buildOwnTalk(api, team);
  return { params: { session_id: pathOf(session.id) } };
};

/** What a team does in sessions that run. */
export const talkRows = {
  'POST /api/sessions/:session_id/pause': { ask: inOwnTalk },
  'POST /api/sessions/:session_id/resume': {
    ask: async ({ api, team }) => {
      const { session, path } = await buildOwnTalk(api, team);
      await team.editor.post(`${path}/pause`).expect(200);
      return { params: { session_id: pathOf(session.id) } };
    },
  },
  'POST /api/sessions/:session_id/check-attention': { ask: inOwnTalk },
  'POST /api/participants/me/attention': { ask: () => ({}) },
  'POST /api/projects/:project_id/messages': {
    ask: ({ project }) => ({
      params: { project_id: pathOf(project.id) },
      body: { client_id: randomUUID(), type: 'text', body: 'Ten minutes are left.' },
    }),
  },
  'GET /api/projects/:project_id/participants': {
    ask: ({ project }) => ({ params: { project_id: pathOf(project.id) }, query: {} }),
  },
  'POST /api/participants/:participant_id/remove': {
    ask: async ({ api, team }) => {
      const { guests } = await buildOwnTalk(api, team);
      return {
        params: { participant_id: pathOf(guests[0]?.participant.id ?? 0) },
        body: { reason: 'Rude to the others' },
      };
    },
  },
} satisfies Partial<Rows>;
