import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApiError } from '@convomatic/sdk';
import { buildBoot, buildParticipant } from '../place/place.build.ts';
import { createScene, finished, joinIn, networkError, screenOf, settled, waiting } from './visit.build.ts';
import type { Scene } from './visit.build.ts';
import { screenName } from './visit-state.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});

const joined = () => joinIn(scene);

describe('a name that is asked for', () => {
  it('goes along with joining, and again when that is tried again', async () => {
    scene.server.boot = networkError;
    const { visit } = scene.openPage();
    visit.join('Ada');
    await settled();
    scene.server.boot = waiting;
    visit.retry();
    await settled();
    expect(scene.server.body).toEqual({ slug: 'demo', name: 'Ada' });
    expect(screenOf(visit).at).toBe('place');
  });

  it('that somebody has, or that is none, is asked for again in the same place', async () => {
    const { visit } = scene.openPage();
    scene.server.boot = new ApiError('name_taken', 'taken', { status: 409 });
    visit.join('Ada');
    await settled();
    expect(screenOf(visit)).toMatchObject({ at: 'start', isBusy: false, nameProblem: 'taken' });
    scene.server.boot = new ApiError('invalid_input', 'no', { status: 400, fields: { name: 'no' } });
    visit.join('');
    await settled();
    expect(screenOf(visit)).toMatchObject({ at: 'start', nameProblem: 'unfit' });
  });
});

describe('a place before the talk', () => {
  const standing = (changes: Parameters<typeof buildParticipant>[0]) =>
    buildParticipant({ session_id: null, ...changes });

  it.each([
    ['joined', 'consent'],
    ['waiting', 'waiting'],
    ['ready', 'ready'],
    ['aside', 'aside'],
  ] as const)('of somebody who is %s looks like %s', async (state, name) => {
    scene.server.boot = buildBoot({ participant: standing({ state }), session: null });
    const { visit } = await joined();
    expect(screenName(screenOf(visit))).toBe(name);
  });

  it('becomes another one by what its buttons answer', async () => {
    scene.server.boot = buildBoot({ participant: standing({ state: 'joined' }), session: null });
    const { visit } = await joined();
    scene.server.answer = { participant: standing({ state: 'waiting' }) };
    await visit.stay?.consent(true);
    expect(screenName(screenOf(visit))).toBe('waiting');
    scene.server.answer = { participant: finished };
    await visit.stay?.consent(false);
    expect(screenOf(visit).at).toBe('ended');
  });

  it('is loaded again when a button comes too late', async () => {
    scene.server.boot = buildBoot({ participant: standing({ state: 'ready' }), session: null });
    const { visit } = await joined();
    scene.server.boot = buildBoot({ participant: standing({ state: 'aside' }), session: null });
    scene.server.answer = new ApiError('illegal_transition', 'too late', { status: 409 });
    await visit.stay?.confirm();
    expect(screenName(screenOf(visit))).toBe('aside');
    scene.server.answer = networkError;
    await expect(visit.stay?.comeBack()).rejects.toThrow();
  });
});
