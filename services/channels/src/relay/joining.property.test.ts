import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createScene } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';
import { Follower } from './joining.build.ts';
import { createNumbered, ours, resetsOf, seqsOf, standing, standingsOf, upTo } from '../resuming.build.ts';

/** The same runs each time; fast-check prints what failed. */
const runs = { seed: Number(process.env.JOINING_SEED ?? 6), numRuns: 12, endOnFailure: true };

/** What happens next; how often, to whom or to what is for the number to say. */
interface Step {
  type: 'say' | 'lose' | 'repeat' | 'drop' | 'connect' | 'sync' | 'leave';
  number: number;
}

const number = fc.integer({ min: 0, max: 3 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ type: fc.constant('say' as const), number }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constantFrom(...(['lose', 'repeat', 'drop', 'connect', 'sync', 'leave'] as const)),
        number,
      }),
    },
  ),
  { minLength: 10, maxLength: 40 },
);

let nextId = 1_000;

describe('connections that come and go while events are published', () => {
  let scene: Scene;
  let nodes: [Node, Node];
  beforeAll(async () => {
    scene = await createScene();
    nodes = [await scene.addNode(), await scene.addNode()];
  });
  afterAll(() => scene.close());

  const urlFor = (who: number): string => nodes[who % 2 === 0 ? 0 : 1].url;

  const membershipOf = (id: number, kind: 'membership.created' | 'membership.removed', seq: number) => ({
    room: `user-${String(id)}`,
    seq,
    kind,
    records: {
      memberships: [
        {
          group_id: id,
          user_id: id,
          role: 'participant',
          name: 'Ada',
          joined_at: '2026-01-01T00:00:00.000Z',
          left_at: null,
          left_reason: null,
        },
      ],
    },
  });

  const play = async (all: Step[], isFaithful: boolean): Promise<void> => {
    const script = all.filter(({ type }) => !isFaithful || type !== 'leave');
    const id = (nextId += 1);
    const group = createNumbered(scene.publisher, `group-${String(id)}`);
    const token = `token-${String(id)}`;
    await scene.publisher.setUser(token, { id, name: 'Ada', group_ids: [id], seq: 0 });
    await group.say();
    const followers = Array.from({ length: 4 }, () => new Follower());
    let rights = 0;

    const connect = (who: number): void => {
      const follower = followers[who];
      if (!follower || follower.client) return;
      const positions = { [group.room]: `1:${String(follower.position)}` };
      follower.client = scene.addClient(urlFor(who), undefined, ours(token, positions));
    };
    const change = async (): Promise<void> => {
      rights += 1;
      const kind = rights % 2 === 1 ? 'membership.removed' : 'membership.created';
      await scene.publisher.tell(membershipOf(id, kind, rights));
    };
    const moves: Record<Step['type'], (number: number) => unknown> = {
      say: (count) => group.sayMany(count + 1),
      lose: () => group.lose(),
      repeat: (back) => group.publish(Math.max(1, group.last() - back)),
      drop: (who) => followers[who]?.drop(group.room),
      connect,
      sync: (who) => {
        const follower = followers[who];
        follower?.take(group.room);
        const positions = { [group.room]: `1:${String(follower?.position ?? 0)}` };
        follower?.client?.socket.emit('sync', { positions });
      },
      // A client of ours fetches the state of a room that it comes into: its position is the room's then.
      leave: async () => {
        for (const follower of followers) follower.mayFetch = true;
        await change();
      },
    };
    for (const { type, number: given } of script) await moves[type](given);
    if (rights % 2 === 1) await change();
    // One more event shows the holes of what was lost; then everyone has to have everything.
    await group.say();
    for (const [who, follower] of followers.entries()) {
      connect(who);
      await until(
        () => {
          follower.take(group.room);
          return follower.position === group.last();
        },
        { what: `event ${String(group.last())} at follower ${String(who)}`, deadlineMs: 10_000 },
      );
    }
    for (const follower of followers) {
      expect(follower.client && resetsOf(follower.client, group.room)).toEqual([]);
      follower.drop(group.room);
    }
  };

  it('CH24 CH25 CH26 whatever happens in whatever order, everyone has every event in its order', async () => {
    await fc.assert(fc.asyncProperty(steps, fc.boolean(), play), runs);
  });

  it('CH24 many connect while hundreds of events are published: missed, waiting and live without a gap', async () => {
    const group = createNumbered(scene.publisher, 'group-500');
    await group.sayMany(20);
    const publishing = group.sayMany(400);
    const clients: BareClient[] = [];
    for (let who = 0; who < 60; who += 1) {
      await scene.publisher.setUser(`many-${String(who)}`, {
        id: 5_000 + who,
        name: 'Ada',
        group_ids: [500],
      });
      const at = group.last() - 5;
      const client = scene.addClient(
        urlFor(who),
        undefined,
        ours(`many-${String(who)}`, { 'group-500': `1:${String(at)}` }),
      );
      clients.push(Object.assign(client, { at }));
      if (who % 10 === 0) await standing(client, 'group-500');
    }
    await publishing;
    for (const client of clients) {
      await until(() => seqsOf(client, 'group-500').at(-1) === group.last());
      const { at } = client as BareClient & { at: number };
      expect(seqsOf(client, 'group-500')).toEqual(upTo(group.last(), at + 1));
      expect(standingsOf(client, 'group-500')).toHaveLength(1);
      client.socket.disconnect();
    }
  });
});
