import { presenceKey, userRoom } from '@convomatic/contracts/names';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerCalls } from '../stage/calls.ts';
import { RawClient } from './raw-client.ts';
import { createTally } from './tally.ts';

interface Order {
  urls: string[];
  /** Where each connects when it has a seat; null: nobody is ever present. */
  channelsPort: number | null;
  slug: string;
  projectId: number;
  count: number;
  /** All of them within so many milliseconds, each at its own moment; `lanes`: as fast as so many can. */
  pace: { withinMs: number } | { lanes: number };
}

export interface Joins {
  /** Milliseconds from when each join was due to its answer. */
  latencies: number[];
  userIds: number[];
  /** By status or code. */
  refused: Record<string, number>;
  /** From the first to the last answer. */
  seconds: number;
}

type Joined = { boot: { channel_token: string; user: { id: number } } };

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const clients: RawClient[] = [];

function join(url: string, slug: string): Promise<Joined> {
  const sent = JSON.stringify({ slug });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': sent.length };
    const asked = request(`${url}/api/sessions/join`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => (text += part))
        .on('end', () => {
          if (response.statusCode === 201) resolve(JSON.parse(text) as Joined);
          else reject(new Error(String(response.statusCode)));
        })
        .on('error', reject);
    });
    asked.on('error', reject);
    asked.end(sent);
  });
}

/** An open and answering page: from now on this person is present. */
function connect(port: number, projectId: number, { boot: { channel_token, user } }: Joined): void {
  const client = new RawClient({
    ...{ port, protocol: 'engine', tally: createTally() },
    person: {
      token: channel_token,
      room: userRoom(user.id),
      user: { id: user.id, name: '', group_ids: [], seq: 0, lease_key: presenceKey(projectId) },
    },
    onLive: () => undefined,
    onEnd: () => undefined,
  });
  clients.push(client);
  client.connect();
}

function createJoins({ urls, channelsPort, slug, projectId }: Order) {
  const [latencies, userIds]: [number[], number[]] = [[], []];
  const refused: Record<string, number> = {};
  let turn = 0;
  const enter = async (due: number): Promise<void> => {
    const url = urls[turn++ % urls.length] ?? '';
    try {
      const joined = await join(url, slug);
      latencies.push(performance.now() - due);
      userIds.push(joined.boot.user.id);
      if (channelsPort !== null) connect(channelsPort, projectId, joined);
    } catch (error) {
      const why = (error as Error).message;
      refused[why] = (refused[why] ?? 0) + 1;
    }
  };
  return { latencies, userIds, refused, enter };
}

type Enter = (due: number) => Promise<void>;

/** Whoever cannot begin at the moment because this process is busy has waited all the same. */
const spread = (enter: Enter, count: number, withinMs: number): Promise<unknown> => {
  const began = performance.now();
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const due = began + (index * withinMs) / count;
      await pause(Math.max(0, due - performance.now()));
      await enter(due);
    }),
  );
};

const inLanes = async (enter: Enter, count: number, lanes: number): Promise<void> => {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await enter(performance.now());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

const operations = {
  play: async (order: Order): Promise<Joins> => {
    const { enter, ...joins } = createJoins(order);
    const began = performance.now();
    if ('lanes' in order.pace) await inLanes(enter, order.count, order.pace.lanes);
    else await spread(enter, order.count, order.pace.withinMs);
    return { ...joins, seconds: (performance.now() - began) / 1_000 };
  },
  leave: (): void => {
    for (const client of clients.splice(0)) client.cut();
  },
};
export type Joiners = typeof operations;

answerCalls(operations);
process.once('disconnect', () => process.exit());
