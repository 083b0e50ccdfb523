import { systemNoticeChannel } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createScene, oneTo } from './realtime.build.ts';
import type { RealtimeScene } from './realtime.build.ts';
import type { Realtime } from './realtime.ts';
import { createUnitOfWork } from './unit-of-work.ts';

let scene: RealtimeScene;
let api: Realtime;
let other: Realtime;
beforeAll(async () => {
  scene = await createScene();
  api = await scene.addProcess();
  other = await scene.addProcess();
});
afterAll(() => scene.close());

describe('publishing', () => {
  it('follows the commit, leaves the very text in the log, and marks what went out', async () => {
    const heard = await scene.listen();
    await scene.say('group-1', api, { count: 3 });
    await until(() => heard.length === 3);
    const page = await scene.log.read({ room: 'group-1', after: 0 });
    expect(page).toMatchObject({ epoch: 1, top: 3, first: 1 });
    expect(page?.entries.map(({ text }) => JSON.parse(text) as unknown)).toEqual(heard);
    expect(Object.keys(heard[0] ?? {})).toEqual(['room', 'team_id', 'seq', 'id', 'at', 'kind', 'records']);
    await until(async () => (await scene.unpublished()) === 0);
  });

  it('puts in order what two processes commit at once, also when events are reordered, each once', async () => {
    const heard = await scene.listen();
    await Promise.all(oneTo(60).map((turn) => scene.say('group-2', turn % 2 ? api : other)));
    await until(() => heard.length >= 60);
    expect(heard.map(({ seq }) => seq)).toEqual(oneTo(60));
    expect(await scene.logged('group-2')).toEqual(oneTo(60));
  });

  it('appends what another process committed and, killed between commit and publish, never will', async () => {
    const heard = await scene.listen();
    await scene.say('group-3', api);
    await until(() => heard.length === 1);
    await scene.say('group-3');
    await scene.say('group-3', api);
    await until(() => heard.length === 3);
    expect(heard.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    await until(async () => (await scene.unpublished()) === 0);
  });

  it('rings on /control for what changes the rights of a person, and for nothing else', async () => {
    const rung = await scene.listenToControl();
    await scene.say('user-7', api, { kind: 'participant.updated' });
    await scene.say('user-7', api, { kind: 'membership.removed' });
    await scene.say('group-7', api, { kind: 'membership.removed' });
    await scene.say('user-8', api, { kind: 'watch.created' });
    await until(() => rung.length === 2);
    expect(rung).toEqual([
      { user_id: 7, seq: 2 },
      { user_id: 8, seq: 1 },
    ]);
  });

  it('keeps a notice in its log as it is published', async () => {
    const heard = await scene.listen(systemNoticeChannel);
    const notice = { type: 'info' as const, message: 'Hello' };
    await createUnitOfWork({ knex: scene.knex, publish: api.publish })(({ record }) => {
      record(['notice'], () => [
        { room: 'notice', team_id: null, kind: 'notice.created', records: { notices: [notice] } },
      ]);
      return Promise.resolve();
    });
    await until(() => heard.length === 1);
    const page = await scene.log.read({ room: 'notice', after: 0 });
    expect(page?.entries.map(({ text }) => JSON.parse(text) as unknown)).toEqual(heard);
  });
});
