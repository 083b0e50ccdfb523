import type { EventKind } from '@convomatic/contracts/names';
import { controlChannel, currentUserKey, eventLogKeys, userRoom } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connected, createScene, ended, refused } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';
import { createNumbered, ours, seqsOf, standing, standingsOf } from '../resuming.build.ts';

const aSecond = { deadlineMs: 1_000 };
const tenSeconds = { deadlineMs: 10_000 };

describe('rights that change', () => {
  let scene: Scene;
  let nodes: [Node, Node];
  let id = 10;
  /** The last number of the person's own room. */
  let last: number;
  let group: ReturnType<typeof createNumbered>;
  beforeAll(async () => {
    scene = await createScene();
    nodes = [await scene.addNode(), await scene.addNode()];
  });
  afterAll(() => scene.close());

  const token = () => `token-${String(id)}`;
  const value = () => ({ id, name: 'Ada', group_ids: [id], login_id: id, seq: 4 });
  const told = (kind: EventKind, records: Record<string, unknown[]> = memberships()) => {
    last += 1;
    return { room: userRoom(id), seq: last, kind, records };
  };
  const memberships = () => ({
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
  });
  const connect = (node = nodes[0], positions: unknown = {}): BareClient =>
    scene.addClient(node.url, undefined, ours(token(), positions));
  const follow = async (node = nodes[0]): Promise<BareClient> => {
    const client = connect(node);
    await standing(client, group.room);
    return client;
  };
  const ring = () =>
    scene.publisher.redis.publish(controlChannel, JSON.stringify({ user_id: id, seq: last }));
  /** Resolves once everything that was published before has reached the node, and nothing of it this client. */
  const hearsNothing = async (client: BareClient): Promise<void> => {
    const before = seqsOf(client, group.room).length;
    await group.say();
    await scene.publisher.records({ room: userRoom(id), records: { marker: [group.last()] } });
    const marker = `"marker":[${String(group.last())}]`;
    await until(() => JSON.stringify(client.heard).includes(marker));
    expect(seqsOf(client, group.room)).toHaveLength(before);
  };

  beforeEach(async () => {
    id += 1;
    last = 4;
    group = createNumbered(scene.publisher, `group-${String(id)}`);
    await scene.publisher.setUser(token(), value());
    await group.sayMany(3);
  });

  it('CH9 CH35 removed while connected, on both nodes: within a second nothing more comes', async () => {
    const clients = [await follow(nodes[0]), await follow(nodes[1])];
    await scene.publisher.tell(told('membership.removed'));
    for (const client of clients) await hearsNothing(client);
  });

  it('CH35 the event was lost and /control rings: the room is left within a second', async () => {
    const client = await follow();
    await scene.publisher.lose(told('membership.removed'));
    await ring();
    await until(() => seqsOf(client, userRoom(id)).includes(5), aSecond);
    await hearsNothing(client);
  });

  it('CH27 the event and the control message lost: the room is left within ten seconds', async () => {
    const client = await follow();
    await scene.publisher.lose(told('membership.removed'));
    await until(() => seqsOf(client, userRoom(id)).includes(5), tenSeconds);
    await hearsNothing(client);
  });

  it('CH34 CH36 removed while offline, and the api’s write to Redis failed: no recovery on any node', async () => {
    await scene.publisher.lose(told('membership.removed'));
    for (const node of nodes) {
      const client = connect(node, { [group.room]: '1:1' });
      await standing(client, userRoom(id));
      await hearsNothing(client);
      expect(standingsOf(client, group.room)).toEqual([]);
    }
  });

  it('CH34 removed and added again: in the room, and nothing of the time between is recovered', async () => {
    await scene.publisher.lose(told('membership.removed'));
    await group.say();
    await scene.publisher.lose(told('membership.created'));
    const client = connect(nodes[0], { [group.room]: '1:1' });
    expect(await standing(client, group.room)).toMatchObject({ status: 'live', seq: 4 });
    await group.say();
    await until(() => seqsOf(client, group.room).includes(5));
    expect(seqsOf(client, group.room)).toEqual([5]);
  });

  it('CH35 removed in the middle of resume: whenever it happens, nothing comes after it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const client = connect(nodes[round % 2], { [group.room]: '1:1' });
      const isLost = round % 3 === 0;
      const event = told('membership.removed');
      await (isLost ? scene.publisher.lose(event) : scene.publisher.tell(event));
      await ring();
      await connected(client);
      await until(
        () =>
          standingsOf(client, userRoom(id)).some(({ seq }) => seq >= last) ||
          seqsOf(client, userRoom(id)).includes(last),
        aSecond,
      );
      await hearsNothing(client);
      client.socket.disconnect();
      await scene.publisher.tell(told('membership.created'));
    }
  });

  it('CH34 a hole in the log after the value is token_expired, and no log is no event', async () => {
    await scene.publisher.lose(told('user.updated', {}));
    const { head, log } = eventLogKeys(userRoom(id));
    await scene.publisher.redis.xtrim(log, 'MAXLEN', 0);
    expect(await refused(connect())).toEqual({ code: 'token_expired' });
    await scene.publisher.redis.del(head, log);
    await standing(connect(), group.room);
  });

  it('CH11 CH34 login revoked: the connection ends, and the token that the api could not delete opens none', async () => {
    const client = await follow();
    const end = ended(client);
    await scene.publisher.tell(told('login.revoked', { logins: [{ id }] }));
    expect(await end).toBe('io server disconnect');
    for (const node of nodes) expect(await refused(connect(node))).toEqual({ code: 'token_expired' });
  });

  it('CH11 login revoked at every moment of a connection: it does not stay', async () => {
    for (let round = 0; round < 8; round += 1) {
      await scene.publisher.setUser(token(), { ...value(), seq: last });
      const client = connect(nodes[round % 2]);
      if (round % 2 === 1) await connected(client);
      const gone = Promise.race([ended(client), refused(client)]);
      await scene.publisher.tell(told('login.revoked', { logins: [{ id }] }));
      await gone;
    }
    await until(async () => (await nodes[0].count('connects_total', { outcome: 'token_expired' })) > 0);
  });

  it('CH4 token expired at every moment: who is connected stays, who comes is refused', async () => {
    const client = await follow();
    await scene.publisher.redis.del(currentUserKey(token()));
    expect(await refused(connect())).toEqual({ code: 'token_expired' });
    await group.say();
    await until(() => seqsOf(client, group.room).length === 1);
    const end = ended(client);
    client.socket.emit('refresh', { token: token() }, () => undefined);
    expect(await end).toBe('transport close');
  });

  it('CH36 with the token of another nothing of one’s own is recovered', async () => {
    await scene.publisher.setUser('stranger', { id: 9_999, name: 'Eve', group_ids: [], seq: 0 });
    const eve = scene.addClient(nodes[0].url, undefined, ours('stranger', { [group.room]: '1:1' }));
    await standing(eve, userRoom(9_999));
    await group.say();
    await scene.publisher.records({ room: userRoom(9_999), records: {} });
    await until(() => eve.heard.some(([name]) => name === 'records'));
    expect(JSON.stringify(eve.heard)).not.toContain(`"${group.room}"`);
  });

  it('CH34 fields missing: a value without a number is taken as it is', async () => {
    await scene.publisher.lose(told('membership.removed'));
    await scene.publisher.redis.set(
      currentUserKey(token()),
      JSON.stringify({ id, name: 'Ada', group_ids: [id] }),
    );
    expect(await standing(connect(), group.room)).toMatchObject({ status: 'live' });
  });

  it('CH9 a participant’s token opens the sessions of its project alone, a login’s none', async () => {
    await scene.publisher.setUser(`own-${token()}`, { ...value(), group_ids: [], project_id: 3 });
    await scene.publisher.setUser(`login-${token()}`, { ...value(), group_ids: [], project_id: null });
    const [own, login] = [`own-${token()}`, `login-${token()}`].map((name) =>
      scene.addClient(nodes[0].url, undefined, ours(name)),
    ) as [BareClient, BareClient];
    for (const client of [own, login]) await standing(client, userRoom(id));
    await scene.publisher.tell(
      told('membership.created', { ...memberships(), participants: [{ project_id: 4 }] }),
    );
    await scene.publisher.tell(
      told('membership.created', { ...memberships(), participants: [{ project_id: 3 }] }),
    );
    for (const client of [own, login]) await until(() => seqsOf(client, userRoom(id)).length === 2);
    await group.say();
    await until(() => seqsOf(own, group.room).length === 1);
    await hearsNothing(login);
  });

  it('CH13 CH24 a group that a refresh adds comes with its position', async () => {
    const client = await follow();
    const other = createNumbered(scene.publisher, `group-${String(id)}0`);
    await other.sayMany(2);
    await scene.publisher.setUser(token(), { ...value(), group_ids: [id, id * 10], seq: 5 });
    expect(await client.socket.emitWithAck('refresh', { token: token() })).toMatchObject({
      joined: [other.room],
    });
    expect(await standing(client, other.room)).toEqual({ status: 'live', epoch: 1, seq: 2 });
    await other.say();
    await until(() => seqsOf(client, other.room).length === 1);
  });

  it('CH12 CH24 a watch comes with its position, and ends with the event that takes it away', async () => {
    const client = await follow();
    const watched = createNumbered(scene.publisher, `group-${String(id)}1`);
    await watched.sayMany(2);
    const watch = { connection_id: client.socket.id, group_id: Number(`${String(id)}1`) };
    await scene.publisher.tell(told('watch.created', { watches: [watch] }));
    expect(await standing(client, watched.room)).toEqual({ status: 'live', epoch: 1, seq: 2 });
    await watched.say();
    await until(() => seqsOf(client, watched.room).length === 1);
    await scene.publisher.tell(told('watch.removed', { watches: [watch] }));
    await watched.say();
    await group.say();
    await until(() => seqsOf(client, group.room).length === 1);
    expect(seqsOf(client, watched.room)).toEqual([3]);
  });
});
