import { richTextOf } from '@convomatic/contracts';
import type { Project, ProjectSettings } from '@convomatic/contracts';
import type { TestApi } from '../api.ts';
import { buildAside, buildAsked, buildLiveProject, joinProject } from '../study.build.ts';
import type { Guest } from '../study.build.ts';
import { guestHeaders } from './callers.ts';
import type { Caller } from './callers.ts';
import type { Rows } from './row.ts';
import type { World } from './world.ts';

type Prepare = (api: TestApi, project: Project) => Promise<Guest | undefined>;

const join: Prepare = (api, { slug }) => joinProject(api, slug);

/** Each participant of the table asks as somebody who stands where the request needs them. */
const asGuestOf =
  (settings: Partial<ProjectSettings>, prepare: Prepare) =>
  async ({ api, team }: World, { who }: Caller) => {
    const guest = who.startsWith('participant')
      ? await prepare(api, await buildLiveProject(team, settings))
      : undefined;
    return guest ? { headers: guestHeaders(guest) } : {};
  };

const asJoined = asGuestOf({ consent: richTextOf('You may leave at any time.') }, join);

/** What participants do about their own place. */
export const participantRows = {
  'GET /api/participants/me/waiting': { ask: () => ({}) },
  'POST /api/participants/me/leave': { ask: asGuestOf({}, join) },
  'POST /api/participants/me/consent': {
    ask: async (world, caller) => ({
      ...(await asJoined(world, caller)),
      body: { accepted: true, version_number: 1 },
    }),
  },
  'POST /api/participants/me/extend': { ask: asGuestOf({ waiting_extension_ms: 60_000 }, join) },
  'POST /api/participants/me/ready': {
    ask: asGuestOf({ ready_check_ms: 60_000 }, async (api, project) => (await buildAsked(api, project))[0]),
  },
  'POST /api/participants/me/return': { ask: asGuestOf({ ready_check_ms: 60_000 }, buildAside) },
} satisfies Partial<Rows>;
