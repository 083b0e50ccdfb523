import type { Boot } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import type { Call, Connection, View } from '@convomatic/sdk';
import { buildBoot, buildParticipant, buildText, userRoom } from '../place/place.build.ts';
import { buildKept } from '../platform/storage.build.ts';
import { createSeat } from '../seat/index.ts';
import { Visit } from './visit.ts';
import type { VisitState } from './visit-state.ts';

export const waiting = buildBoot({
  participant: buildParticipant({ state: 'waiting', session_id: null }),
  session: null,
  rooms: { [userRoom]: 0 },
});
export const finished = buildParticipant({
  state: 'finished',
  outcome: 'completed',
  completion_code: 'C0DE',
});

/** One server, one browser; `openPage` is a new tab or a reload, with what both keep. */
export const createScene = () => {
  const server = {
    boot: waiting as Boot | ApiError,
    joins: 0,
    tokens: [] as (string | null)[],
    answer: {} as object | ApiError,
    body: undefined as unknown,
  };
  const browser = buildKept();
  const views: View<Boot>[] = [];
  const timers: (() => void)[] = [];

  const createCall = (token: () => string | null): Call => {
    const answers = (body: unknown): Record<string, () => unknown> => ({
      'POST /api/sessions/join': () => {
        server.joins += 1;
        server.body = body;
        return { participant_token: 'seat', boot: server.boot };
      },
      'GET /api/boot': () => server.boot,
    });
    return (async (route: string, { body }: { body?: unknown } = {}) => {
      await Promise.resolve();
      server.tokens.push(token());
      if (server.boot instanceof ApiError) throw server.boot;
      const answer = answers(body)[route]?.() ?? server.answer;
      if (answer instanceof ApiError) throw answer;
      return answer;
    }) as unknown as Call;
  };

  const connect = (): Connection => ({
    openView: (view) => {
      views.push(view as unknown as View<Boot>);
      return {
        reload: async () => (view as unknown as View<Boot>).show((await view.load()) as unknown as Boot),
        close: () => undefined,
      };
    },
    onStatus: (listener) => {
      listener('live');
      return () => undefined;
    },
    onNotice: () => () => undefined,
    onPresence: () => () => undefined,
    onTyping: () => () => undefined,
    typing: () => undefined,
    watched: () => Promise.resolve(),
    hurry: () => undefined,
    now: () => 0,
    status: () => 'live',
    close: () => undefined,
  });

  const openPage = (tab = buildKept(), status: 'live' | 'paused' = 'live') => {
    const visit = new Visit({
      project: {
        slug: 'demo',
        name: 'Two-sided talk',
        language: 'en',
        welcome: buildText('Welcome'),
        naming: 'asked',
        status,
      },
      arrival: { slug: 'demo' },
      seat: createSeat({ slug: 'demo', externalId: null, tab, browser }),
      ...{ tab, createCall, connect },
      newId: () => 'id',
      later: (act) => void timers.push(act),
    });
    visit.open();
    return { visit, tab };
  };

  return { server, views, timers, openPage };
};

export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
export const screenOf = (visit: Visit): VisitState['screen'] => visit.state.get().screen;
export const networkError = new ApiError('network', 'no answer');

export type Scene = ReturnType<typeof createScene>;

/** A page of somebody who has just joined. */
export const joinIn = async (scene: Scene) => {
  const page = scene.openPage();
  page.visit.join();
  await settled();
  return page;
};
