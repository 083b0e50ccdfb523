import type { Event } from '@convomatic/contracts';
import type { Committed, Ending, Evidence } from '../checker/index.ts';
import { digestOf, textOf } from '../clients/index.ts';
import type { FollowingClient } from '../clients/index.ts';
import type { Everybody } from './crowd.ts';
import type { LogLines } from './log-lines.ts';
import type { Struck } from './nemesis.ts';
import { readHeads } from './sampler.ts';
import type { createSampler } from './sampler.ts';
import type { System } from './system.ts';

const graceMs = { usual: 1_000, messageLost: 10_000 };
/** A fault this long before or after a removal may have taken its message along. */
const aroundMs = 1_000;
const fetchesAtOnce = 8;

/** What Postgres has, as it was or should have been published. */
const readCommitted = async ({ database }: System): Promise<Map<string, Committed[]>> => {
  const { rows } = await database.knex.raw<{ rows: Event[] }>(
    `select room, team_id, seq, id, iso(occurred_at) as at, kind, records from events order by room, seq`,
  );
  const committed = new Map<string, Committed[]>();
  for (const [room, events] of Map.groupBy(rows, (event) => event.room)) {
    committed.set(
      room,
      events.map((event) => ({ id: event.id, digest: digestOf(event) })),
    );
  }
  return committed;
};

/** Compares what each view shows with what somebody gets who asks now; a room that many see is asked for once. */
const readEndings = async (clients: readonly FollowingClient[]): Promise<Ending[]> => {
  const fetched = new Map<string, Promise<string>>();
  const views = clients.flatMap((client) => client.openViews().map((view) => ({ client, ...view }))).values();
  const endings: Ending[] = [];
  const lane = async (): Promise<void> => {
    for (const { client, following, text } of views) {
      const { room, load, name: view } = following;
      const fresh = fetched.get(room) ?? load(client.call).then(textOf);
      fetched.set(room, fresh);
      endings.push({ client: client.recorder.client, view, shown: text(), fresh: await fresh });
    }
  };
  await Promise.all(Array.from({ length: fetchesAtOnce }, lane));
  return endings;
};

const graceOf =
  (struck: readonly Struck[]) =>
  (at: number): number =>
    struck.some(
      ({ kind, from, until }) =>
        !/left|removed/.test(kind) && from - aroundMs <= at && at <= until + aroundMs,
    )
      ? graceMs.messageLost
      : graceMs.usual;

type Gathered = {
  system: System;
  everybody: Everybody;
  sampler: ReturnType<typeof createSampler>;
  struck: readonly Struck[];
};

/** What is compared once all is quiet, while everybody is still connected. */
export const collect = async ({ system, everybody, sampler, struck }: Gathered) => {
  const heads = await readHeads(system);
  const graceAt = graceOf(struck);
  const histories = [...everybody.following, ...everybody.bare].map(({ recorder }) =>
    recorder.history(graceAt),
  );
  const endings = await readEndings(everybody.following);
  return { heads, histories, endings, committed: await readCommitted(system), samples: sampler.samples };
};

/** A node listens to itself. */
const canaries = 1;

/** Nothing where the node could not be started again, which the run tells by itself. */
const metricsOf = (url: string): Promise<string> =>
  fetch(`${url}/metrics`).then(
    (answer) => answer.text(),
    () => '',
  );

const connectionsOf = async (url: string): Promise<number> =>
  Number(/^chat_channels_connections (\d+)/m.exec(await metricsOf(url))?.[1] ?? NaN) - canaries;

const fillsOf = async (url: string): Promise<number> => {
  const found = (await metricsOf(url)).matchAll(/^chat_channels_fills_total\{\S+ (\d+)/gm);
  return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
};

/** What the nodes still hold after everybody has gone, and what stood in lines that it should not. */
export const inspect = async (
  { nodes }: System,
  lines: LogLines,
  secrets: Iterable<string>,
): Promise<Pick<Evidence, 'leaks' | 'leftovers'> & { fills: number }> => {
  const leftovers: string[] = [];
  let fills = 0;
  for (const [index, { service }] of nodes.entries()) {
    fills += await fillsOf(service.url);
    const deadline = performance.now() + 10_000;
    let open = await connectionsOf(service.url);
    while (open > 0 && performance.now() < deadline) open = await connectionsOf(service.url);
    if (open !== 0)
      leftovers.push(`node ${String(index + 1)} holds ${String(open)} connections that nobody has`);
  }
  return { leaks: lines.leaks(secrets), leftovers, fills };
};
