import { freePort } from '@convomatic/kit/testing/free-port';
import { startService } from '@convomatic/kit/testing/processes';
import type { RunningService } from '@convomatic/kit/testing/processes';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ada, connected, createScene, ended } from './channels.build.ts';
import type { BareClient, Scene } from './channels.build.ts';
import { createNumbered, ours, seqsOf, standing, upTo } from './resuming.build.ts';

/** Resolves with whether it was let in. */
const settled = ({ socket }: BareClient): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('connect', () => {
      resolve(true);
    });
    socket.once('connect_error', () => {
      resolve(false);
    });
  });

describe('processes that end or stand still', () => {
  let scene: Scene;
  let services: [RunningService, RunningService];
  let group: ReturnType<typeof createNumbered>;
  beforeEach(async () => {
    scene = await createScene();
    const start = () => startService({ name: 'channels', env: { REDIS_URL: scene.redis.url } });
    services = await Promise.all([start(), start()]);
    await scene.publisher.setUser('ada', ada);
    group = createNumbered(scene.publisher);
    await group.say();
  });
  afterEach(async () => {
    await Promise.all(services.map((service) => service.kill()));
    await scene.close();
  });

  const follow = (at: 0 | 1, seq = group.last()): BareClient =>
    scene.addClient(services[at].url, undefined, ours('ada', { 'group-7': `1:${String(seq)}` }));

  it('CH24 a node is killed (SIGKILL) and its clients resume on another with nothing lost', async () => {
    const clients = [follow(0), follow(0), follow(1)];
    for (const client of clients) await standing(client);
    await group.sayMany(5);
    for (const client of clients) await until(() => seqsOf(client).length === 5);
    const ends = Promise.all(clients.slice(0, 2).map(ended));
    await services[0].kill();
    await ends;
    await group.sayMany(5);
    const again = follow(1, 6);
    await until(() => seqsOf(again).length === 5);
    expect(seqsOf(again)).toEqual(upTo(11, 7));
  });

  it('CH27 a loop that was blocked for 5 s goes on where it stood', async () => {
    const client = follow(0);
    const bare = scene.addClient(services[0].url, 'ada');
    await connected(bare);
    await standing(client);
    process.kill(services[0].pid(), 'SIGSTOP');
    await group.sayMany(20);
    await pause(5_000);
    process.kill(services[0].pid(), 'SIGCONT');
    await group.say();
    for (const one of [client, bare]) {
      await until(() => seqsOf(one).at(-1) === 22, { deadlineMs: 10_000 });
      expect(seqsOf(one)).toEqual(upTo(22, 2));
    }
  });

  it('CH18 out of descriptors: who is connected is served, others are turned away, and room is used again', async () => {
    const port = await freePort();
    const command = 'ulimit -n 64 && exec "$0" services/channels/src/main.ts';
    const node = spawn('sh', ['-c', command, process.execPath], {
      env: { ...process.env, REDIS_URL: scene.redis.url, HOST: '127.0.0.1', PORT: String(port) },
      stdio: 'ignore',
    });
    try {
      const url = `http://127.0.0.1:${String(port)}`;
      await until(async () => (await fetch(`${url}/readyz`)).ok, { deadlineMs: 30_000 });
      const position = { 'group-7': `1:${String(group.last())}` };
      const client = scene.addClient(url, undefined, ours('ada', position));
      await standing(client);
      const many = Array.from({ length: 80 }, () => scene.addClient(url));
      await Promise.all(many.map(settled));
      const inside = many.filter(({ socket }) => socket.connected);
      expect(inside.length).toBeGreaterThan(0);
      expect(inside.length).toBeLessThan(60);
      await group.say();
      await until(() => seqsOf(client).length === 1);
      for (const { socket } of inside) socket.disconnect();
      await until(async () => {
        const late = scene.addClient(url, undefined, ours('ada', position));
        return (await settled(late)) && (await standing(late)).status === 'recovered';
      });
      expect(node.exitCode).toBeNull();
    } finally {
      node.kill('SIGKILL');
    }
  });

  it('CH33 SIGTERM in a storm: everyone who comes and goes is closed, and the process ends in order', async () => {
    const storm = Array.from({ length: 40 }, () =>
      scene.addClient(services[0].url, undefined, { reconnection: true }),
    );
    const publishing = group.sayMany(200);
    await until(() => storm.some(({ socket }) => socket.connected));
    expect(await services[0].stop()).toBe(0);
    await publishing;
    for (const { socket } of storm) socket.disconnect();
    expect(services[0].logs()).not.toMatch(/"level":"?(error|50)/);
  });
});
