import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Event } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import {
  buildBoot,
  buildEvent,
  buildMembership,
  buildMessage,
  sessionRoom,
  userRoom,
} from '../place/place.build.ts';
import { buildKept } from '../platform/storage.build.ts';
import { createScene, finished, joinIn, networkError, screenOf, settled, waiting } from './visit.build.ts';
import type { Scene } from './visit.build.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});

const joined = () => joinIn(scene);

const tell = (event: Event): void => {
  scene.views.at(-1)?.apply(event);
};

describe('a visit', () => {
  it('takes no seat before somebody asks for it', async () => {
    const { visit } = scene.openPage();
    await settled();
    expect(screenOf(visit)).toEqual({ at: 'start', isFound: false, isBusy: false, nameProblem: null });
    expect(scene.server.joins).toBe(0);
  });

  it('waits after joining, and comes back to the same seat after a reload', async () => {
    const { visit, tab } = await joined();
    expect(screenOf(visit)).toMatchObject({ at: 'place', place: { talk: null } });
    const reloaded = scene.openPage(tab);
    await settled();
    expect(screenOf(reloaded.visit).at).toBe('place');
    expect(scene.server).toMatchObject({ joins: 1, tokens: [null, 'seat'] });
  });

  it('offers the seat to another tab, and gives it up for another person', async () => {
    await joined();
    const { visit } = scene.openPage();
    expect(screenOf(visit)).toEqual({ at: 'start', isFound: true, isBusy: false, nameProblem: null });
    visit.resume();
    await settled();
    expect(screenOf(visit).at).toBe('place');
    const other = scene.openPage().visit;
    other.startAsSomeoneElse();
    expect(screenOf(other)).toEqual({ at: 'start', isFound: false, isBusy: false, nameProblem: null });
    expect(scene.server.joins).toBe(1);
  });

  it('shows the talk when the group is complete', async () => {
    const { visit } = await joined();
    scene.server.boot = buildBoot();
    const records = { memberships: [buildMembership(1)] };
    tell(buildEvent({ room: userRoom, seq: 1, kind: 'membership.created', records }));
    await settled();
    expect(screenOf(visit)).toMatchObject({ place: { talk: { session: { state: 'active' } } } });
  });

  it('ends with the outcome, which a reload shows again without a seat', async () => {
    const { visit, tab } = await joined();
    tell(
      buildEvent({
        room: userRoom,
        seq: 1,
        kind: 'participant.outcome',
        records: { participants: [finished] },
      }),
    );
    expect(screenOf(visit)).toMatchObject({ at: 'ended', ended: { completion_code: 'C0DE' } });
    expect(screenOf(scene.openPage(tab).visit).at).toBe('ended');
    expect(screenOf(scene.openPage().visit)).toMatchObject({ at: 'start', isFound: false });
  });

  it('asks again for an outcome that comes after the end of the talk', async () => {
    scene.server.boot = buildBoot();
    const { visit } = await joined();
    const session = buildBoot().place?.session?.session;
    const closed = session && { ...session, state: 'closed' as const };
    tell(
      buildEvent({
        room: sessionRoom,
        seq: 1,
        kind: 'session.closed',
        records: { sessions: closed ? [closed] : [] },
      }),
    );
    const lacking = buildBoot({ rooms: { [userRoom]: 0, [sessionRoom]: 1 } });
    if (lacking.place?.session && closed) lacking.place.session.session = closed;
    scene.server.boot = lacking;
    await settled();
    expect(screenOf(visit).at).toBe('place');
    scene.server.boot = buildBoot({ participant: finished });
    scene.timers[0]?.();
    await settled();
    expect(screenOf(visit).at).toBe('ended');
  });

  it('confirms a message of its own that an event brings before the answer', async () => {
    scene.server.boot = buildBoot();
    const { visit } = await joined();
    visit.stay?.post('hello');
    expect(visit.state.get().unsent).toHaveLength(1);
    const messages = [buildMessage(1, { sender_user_id: 1, client_id: 'id' })];
    tell(buildEvent({ room: sessionRoom, seq: 1, kind: 'message.created', records: { messages } }));
    expect(visit.state.get().unsent).toEqual([]);
  });

  it('says what is wrong and tries the same again', async () => {
    scene.server.boot = networkError;
    const { visit } = await joined();
    expect(screenOf(visit)).toMatchObject({ at: 'trouble', kind: 'offline' });
    scene.server.boot = waiting;
    visit.retry();
    await settled();
    expect(screenOf(visit).at).toBe('place');
  });

  it('keeps the seat while the server cannot be reached', async () => {
    const { tab } = await joined();
    scene.server.boot = networkError;
    const { visit } = scene.openPage(tab);
    await settled();
    expect(screenOf(visit)).toMatchObject({ kind: 'offline' });
    scene.server.boot = waiting;
    visit.retry();
    await settled();
    expect(screenOf(visit).at).toBe('place');
    expect(scene.server.joins).toBe(1);
  });

  it('lets a person start again whose seat is gone', async () => {
    const { tab } = await joined();
    scene.server.boot = new ApiError('unauthenticated', 'no', { status: 401 });
    const { visit } = scene.openPage(tab);
    await settled();
    expect(screenOf(visit)).toMatchObject({ kind: 'seat_lost' });
    visit.retry();
    expect(screenOf(visit)).toMatchObject({ at: 'start', isFound: false });
  });

  it('opens no door to a study that is not live, but for who is inside', async () => {
    expect(screenOf(scene.openPage(buildKept(), 'paused').visit)).toMatchObject({ kind: 'not_live' });
    const { tab } = await joined();
    const { visit } = scene.openPage(tab, 'paused');
    await settled();
    expect(screenOf(visit).at).toBe('place');
  });
});
