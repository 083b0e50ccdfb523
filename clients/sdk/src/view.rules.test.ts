import { describe, expect, it } from '@jest/globals';
import { ApiError } from './api-error.ts';
import { createScene, numbered, rooms } from './recovery.build.ts';

const opened = () => {
  const scene = createScene();
  const screen = scene.open(rooms);
  return { ...scene, ...screen };
};

describe('a view', () => {
  it('CH20 holds what comes before its state, and applies what follows it', async () => {
    const { commit, follower, answer, shown } = opened();
    await answer();
    void follower.reload();
    follower.receive(commit('group-1'));
    expect(follower.isLoading()).toBe(true);
    expect(shown['group-1']).toHaveLength(0);
    await answer();
    expect(shown['group-1']).toHaveLength(1);
    expect(follower.isLoading()).toBe(false);
  });

  it('CH19 holds what comes after a hole until the hole is filled', async () => {
    const { follower, answer, shown, faults } = opened();
    await answer();
    for (const seq of [3, 2]) follower.receive(numbered('group-1', seq));
    expect(follower.hasHole('group-1')).toBe(true);
    follower.receive(numbered('group-1', 1));
    expect(shown['group-1']).toHaveLength(3);
    expect(faults).toEqual([]);
    expect(follower.hasHole('group-1')).toBe(false);
  });

  it('drops the answer to a load that a later one has replaced', async () => {
    const { follower, answer, shown, waiting } = opened();
    const first = follower.reload();
    const second = follower.reload();
    expect(waiting).toHaveLength(3);
    await answer();
    await answer();
    expect(shown).toEqual({});
    await answer();
    await Promise.all([first, second]);
    expect(shown).toEqual({ 'group-1': [], 'user-1': [] });
  });

  it('CH22 tells a refusal instead of trying again', async () => {
    const { follower, answer, failures, waiting } = opened();
    const done = follower.reload();
    await answer();
    const refusal = new ApiError('not_found', '', { status: 404 });
    await answer(refusal);
    await done;
    expect(failures).toEqual([refusal]);
    expect(waiting).toHaveLength(0);
    expect(follower.isLoading()).toBe(false);
  });

  it('gives nothing after it was closed', async () => {
    const { follower, answer, shown } = opened();
    await answer();
    follower.close();
    follower.receive(numbered('group-1', 1));
    expect(shown['group-1']).toHaveLength(0);
  });
});
