import { setTimeout as pause } from 'node:timers/promises';
import { Writable } from 'node:stream';
import { groupRoom } from '@convomatic/contracts/names';
import type { Project } from '@convomatic/contracts';
import { copyOut } from '../../../../services/api/src/exports/copy-out.ts';
import { insertSessions } from './rows.ts';
import type { Service, StudySystem } from './system.ts';

/** A talk in which so much was said, straight from its rows; its id. */
export async function insertMessages(
  { database }: StudySystem,
  project: Project,
  count: number,
): Promise<number> {
  const [session_id = 0] = await insertSessions(database, project, 1);
  await database.knex.raw(
    `insert into messages (team_id, session_id, room, seq, client_id, sender_user_id, sender_name, sender_role, type, body,
       received_at, delivered_at)
     select :team_id, :session_id, :room, n, gen_random_uuid(), u.id, 'Blue Heron', 'participant', 'text',
       'Message ' || n || ', of the "usual" length: a sentence or two, with a comma, 👍🏽 and an = sign.',
       now() + n * interval '1 ms', now() + n * interval '1 ms'
     from generate_series(1, :count) as n, (select min(id) as id from users) as u`,
    { team_id: project.team_id, session_id, room: groupRoom(session_id), count },
  );
  await database.knex.raw('update rooms set seq = ? where name = ?', [count, groupRoom(session_id)]);
  await database.knex.raw('vacuum analyze messages');
  return session_id;
}

export interface Read {
  lines: number;
  bytes: number;
  seconds: number;
}

const lineFeed = 10;

/** Takes everything at once and keeps nothing but how much it was. */
function createCounter() {
  const counted = { lines: 0, bytes: 0 };
  const take = (part: Uint8Array): void => {
    counted.bytes += part.length;
    for (let at = part.indexOf(lineFeed); at >= 0; at = part.indexOf(lineFeed, at + 1)) counted.lines += 1;
  };
  const sink = new Writable({
    write: (part: Buffer, _encoding, done) => {
      take(part);
      done();
    },
  });
  return { counted, take, sink };
}

const timed = async (counted: { lines: number; bytes: number }, work: Promise<unknown>): Promise<Read> => {
  const began = performance.now();
  await work;
  return { ...counted, seconds: (performance.now() - began) / 1_000 };
};

/** The reference: the rows of the table as COPY writes them, through the same connection code. */
export async function readBare({ database }: StudySystem, sessionId: number): Promise<Read> {
  const { counted, sink } = createCounter();
  const rows = `select * from messages where session_id = ${String(sessionId)}`;
  return timed(counted, copyOut(database.pool, `copy (${rows}) to stdout`, sink));
}

export async function readExport(
  { apis: [api], ownerCookie }: StudySystem,
  sessionId: number,
  format: 'csv' | 'jsonl',
): Promise<Read> {
  const { counted, take } = createCounter();
  const download = async (): Promise<void> => {
    const url = `${api?.url ?? ''}/api/sessions/${String(sessionId)}/export?format=${format}`;
    const response = await fetch(url, { headers: { cookie: ownerCookie } });
    if (!response.ok || !response.body)
      throw new Error(`the export was answered with ${String(response.status)}`);
    for await (const part of response.body) take(part);
  };
  return timed(counted, download());
}

const lookEveryMs = 100;
const residentMetric = /^chat_api_process_resident_memory_bytes (\d+(?:\.\d+)?(?:e\+?\d+)?)$/m;

const residentOf = async ({ url }: Service): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(residentMetric.exec(text)?.[1] ?? NaN);
};

/** The work's answer, and the most resident memory that the service had meanwhile, in bytes. */
export async function watchMemory<T>(
  service: Service,
  work: Promise<T>,
): Promise<{ answer: T; mostBytes: number }> {
  const over = new AbortController();
  let mostBytes = await residentOf(service);
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      mostBytes = Math.max(mostBytes, await residentOf(service));
      await pause(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const watching = watch();
  const answer = await work.finally(() => {
    over.abort();
  });
  await watching;
  return { answer, mostBytes };
}
