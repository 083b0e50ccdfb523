import { randomUUID } from 'node:crypto';
import { guestHeaders } from './callers.ts';
import { pathOf } from './row.ts';
import type { Rows } from './row.ts';
import { buildOwnTalk } from './world.ts';
import type { World } from './world.ts';

const inTalk = ({ talk }: World) => ({ params: { session_id: pathOf(talk.session.id) } });

/** Sessions, what is said there, and who takes part. */
export const sessionRows = {
  'POST /api/sessions/join': { ask: ({ project }) => ({ body: { slug: project.slug } }) },
  'GET /api/projects/:project_id/sessions': {
    ask: ({ project }) => ({ params: { project_id: pathOf(project.id) } }),
  },
  'GET /api/sessions/:session_id': { ask: inTalk, talkers: 'too', isPersonal: true },
  'GET /api/sessions/:session_id/export': {
    ask: (world) => ({ ...inTalk(world), query: { format: 'csv' } }),
    isPersonal: true,
  },
  'POST /api/sessions/:session_id/watch': {
    ask: (world) => ({ ...inTalk(world), body: { connection_id: 'a-connection_0' } }),
  },
  'POST /api/sessions/:session_id/close': {
    ask: async ({ api, team }) => {
      const { session } = await buildOwnTalk(api, team);
      return { params: { session_id: pathOf(session.id) } };
    },
  },
  'POST /api/sessions/:session_id/messages': {
    ask: (world) => ({
      ...inTalk(world),
      body: { client_id: randomUUID(), type: 'text', body: 'What I think.' },
    }),
    talkers: 'too',
  },
  'GET /api/sessions/:session_id/messages': {
    // In a talk that nobody has looked at: what is read twice within a minute is written down once.
    ask: async ({ api, team }, { who }) => {
      const { session, guests } = await buildOwnTalk(api, team);
      const headers = who === 'participant' && guests[0] && { headers: guestHeaders(guests[0]) };
      return { params: { session_id: pathOf(session.id) }, query: {}, ...headers };
    },
    talkers: 'too',
    isPersonal: true,
  },
  'GET /api/records': {
    ask: async ({ api, team }, { who }) => {
      const { session, guests } = await buildOwnTalk(api, team);
      const headers = who === 'participant' && guests[0] && { headers: guestHeaders(guests[0]) };
      return { query: { room: `group-${pathOf(session.id)}` }, ...headers };
    },
    talkers: 'too',
    isPersonal: true,
  },
} satisfies Partial<Rows>;
