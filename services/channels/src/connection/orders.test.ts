import type { EventKind } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ada, connected, createScene, ended } from '../channels.build.ts';
import type { BareClient, Node, Scene } from '../channels.build.ts';

const membership = (groupId: number) => ({
  group_id: groupId,
  user_id: 1,
  role: 'participant',
  name: 'Ada',
  joined_at: '2026-01-01T00:00:00.000Z',
  left_at: null,
  left_reason: null,
});

describe('events of a person’s own room that change rooms and connections', () => {
  let scene: Scene;
  let node: Node;
  let client: BareClient;
  let last: number;
  beforeEach(async () => {
    last = 4;
    scene = await createScene();
    node = await scene.addNode();
    await scene.publisher.setUser('ada', ada);
    client = scene.addClient(node.url, 'ada');
    await connected(client);
  });
  afterEach(() => scene.close());

  const toldAs = (seq: number, kind: EventKind, groupId: number) => ({
    room: 'user-1',
    seq,
    kind,
    records: { memberships: [membership(groupId)] },
  });
  const told = (seq: number, kind: EventKind, groupId: number) =>
    scene.publisher.tell(toldAs(seq, kind, groupId));
  const say = (groupId: number, text: string) =>
    scene.publisher.records({ room: `group-${String(groupId)}`, records: { messages: [text] } });
  const watch = (
    kind: 'watch.created' | 'watch.removed',
    connectionId: string | undefined,
    watched: number | { group_id: number; team_id: number },
  ) =>
    scene.publisher.tell({
      room: 'user-1',
      seq: (last += 1),
      kind,
      records: {
        watches: [
          {
            connection_id: connectionId,
            ...(typeof watched === 'number' ? { group_id: watched } : watched),
          },
        ],
      },
    });
  /** Texts of messages that reached a client, once everything published so far has. */
  const texts = async ({ heard }: BareClient): Promise<unknown[]> => {
    const marker = { room: 'user-1', records: { marker: [heard.length] } };
    await scene.publisher.records(marker);
    await until(() => JSON.stringify(heard.at(-1)) === JSON.stringify(['records', marker]));
    return heard.flatMap(
      ([, message]) => (message as { records: { messages?: unknown[] } }).records.messages ?? [],
    );
  };

  it('CH9 who becomes a member is in the room when told of it', async () => {
    await told(5, 'membership.created', 8);
    await say(8, 'first');
    expect(await texts(client)).toEqual(['first']);
    expect(client.heard[0]?.[1]).toMatchObject({ kind: 'membership.created' });
  });

  it('CH9 who is removed hears nothing more of the room', async () => {
    await say(7, 'before');
    await told(5, 'membership.removed', 7);
    await say(7, 'after');
    expect(await texts(client)).toEqual(['before']);
  });

  it('CH9 who was in a team that is removed hears nothing more of its room, until it is restored', async () => {
    await told(5, 'team.removed', 7);
    await say(7, 'meanwhile');
    await told(6, 'team.restored', 7);
    await say(7, 'after');
    expect(await texts(client)).toEqual(['after']);
  });

  it('CH10 an event that is published again after a later one changes nothing', async () => {
    await told(5, 'membership.created', 8);
    await told(6, 'membership.removed', 8);
    await scene.publisher.repeat(toldAs(5, 'membership.created', 8));
    await scene.publisher.repeat(toldAs(3, 'membership.removed', 7));
    await say(8, 'not for Ada');
    await say(7, 'for Ada');
    expect(await texts(client)).toEqual(['for Ada']);
  });

  it('CH9 an event of ours that has not the agreed shape is relayed, counted and not obeyed', async () => {
    await scene.publisher.tell({
      room: 'user-1',
      seq: 5,
      kind: 'membership.created',
      records: { memberships: [{}] },
    });
    await until(() => client.heard.length === 1);
    expect(await node.count('orders_total', { kind: 'membership.created', outcome: 'malformed' })).toBe(1);
  });

  it('CH11 a revoked login loses its connections and does not come back by itself', async () => {
    await scene.publisher.setUser('other', { ...ada, login_id: 12 });
    const other = scene.addClient(node.url, 'other');
    await connected(other);
    const reason = ended(client);
    await scene.publisher.tell({
      room: 'user-1',
      seq: 5,
      kind: 'login.revoked',
      records: { logins: [{ id: 11 }] },
    });
    expect(await reason).toBe('io server disconnect');
    await until(() => other.heard.length === 1);
    expect(other.socket.connected).toBe(true);
  });

  it('CH11 where no login is named all connections of the person end, a participant’s too', async () => {
    const { login_id: _login, ...participant } = { ...ada, project_id: 3 };
    await scene.publisher.setUser('part', participant);
    await scene.publisher.setUser('bob', { ...ada, id: 2 });
    const others = ['part', 'bob'].map((token) => scene.addClient(node.url, token));
    await Promise.all(others.map(connected));
    const reasons = Promise.all([client, ...others.slice(0, 1)].map(ended));
    await scene.publisher.tell({ room: 'user-1', seq: 5, kind: 'login.revoked', records: { logins: [] } });
    expect(await reasons).toEqual(['io server disconnect', 'io server disconnect']);
    expect(others[1]?.socket.connected).toBe(true);
  });

  it('CH12 a watch adds a group to the one connection that asked, until it is removed', async () => {
    const second = scene.addClient(node.url, 'ada');
    await connected(second);
    await watch('watch.created', client.socket.id, 20);
    await say(20, 'seen');
    await watch('watch.removed', client.socket.id, 20);
    await say(20, 'unseen');
    expect(await texts(client)).toEqual(['seen']);
    expect(await texts(second)).toEqual([]);
  });

  it('CH12 the end of a watch leaves a member in the room', async () => {
    await watch('watch.created', client.socket.id, 7);
    await watch('watch.removed', client.socket.id, 7);
    await say(7, 'still here');
    expect(await texts(client)).toEqual(['still here']);
  });

  it('CH12 a watch ends with the membership of the team by which it was begun', async () => {
    await watch('watch.created', client.socket.id, { group_id: 20, team_id: 7 });
    await say(20, 'seen');
    await told((last += 1), 'membership.removed', 7);
    await say(20, 'unseen');
    expect(await texts(client)).toEqual(['seen']);
  });

  it('CH12 a connection watches at most sixteen groups', async () => {
    for (let groupId = 101; groupId <= 117; groupId += 1)
      await watch('watch.created', client.socket.id, groupId);
    await say(116, 'the sixteenth');
    await say(117, 'one too many');
    expect(await texts(client)).toEqual(['the sixteenth']);
    expect(await node.count('orders_total', { kind: 'watch.created', outcome: 'refused' })).toBe(1);
  });

  it('CH13 a refresh joins what is new, leaves what is gone, keeps watches and says so', async () => {
    await watch('watch.created', client.socket.id, 20);
    await until(() => client.heard.length === 1);
    await scene.publisher.setUser('ada', { ...ada, group_ids: [8], seq: 6 });
    const answer: unknown = await client.socket.emitWithAck('refresh', { token: 'ada' });
    expect(answer).toEqual({ rooms: expect.any(Array), joined: ['group-8'] });
    expect((answer as { rooms: string[] }).rooms.sort()).toEqual(['group-20', 'group-8', 'notice', 'user-1']);
  });

  it('CH13 a value that is older than an event does not undo it', async () => {
    await told(5, 'membership.created', 8);
    await until(() => client.heard.length === 1);
    const answer: unknown = await client.socket.emitWithAck('refresh', { token: 'ada' });
    expect(answer).toMatchObject({ joined: [] });
    expect((answer as { rooms: string[] }).rooms).toContain('group-8');
  });

  it.each(['gone', 'grace'])(
    'CH13 a refresh that cannot be answered ends the transport: %s',
    async (token) => {
      await scene.publisher.setUser('grace', { id: 2, name: 'Grace', group_ids: [] });
      const reason = ended(client);
      client.socket.emit('refresh', { token }, () => undefined);
      expect(await reason).toBe('transport close');
    },
  );

  it.each([[], [{}], [{ token: 'ada' }], [null, () => undefined], [{ token: 5 }, () => undefined]])(
    'CH17 a refresh of another shape is counted and ignored: %j',
    async (...given) => {
      client.socket.emit('refresh', ...given);
      await until(async () => (await node.count('inbound_refused_total', { problem: 'malformed' })) === 1);
      expect(client.socket.connected).toBe(true);
    },
  );
});
