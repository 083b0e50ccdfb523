import { recordsChannel } from '@convomatic/contracts/names';
import { createEventLog } from '@convomatic/kit/event-log/event-log';
import type { Appended } from '@convomatic/kit/event-log/event-log';
import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import { until } from '@convomatic/kit/testing/until';
import { answerCalls } from '../stage/calls.ts';
import { nowMicros } from './clock.ts';

interface Order {
  rooms: string[];
  /** Events a second, each at its own moment whether the one before has arrived or not. */
  rate: number;
  seconds: number;
  /** `append`: through the event log, as the api does. `publish`: PUBLISH alone, as other systems do. */
  by: 'append' | 'publish';
}

export interface Published {
  sent: number;
  /** Events that Redis did not take as the next of their room. */
  failed: number;
  /** Answers that did not come within the second that a service of ours waits; their events may have arrived. */
  unanswered: number;
  /** Milliseconds after its moment at which an event was handed to Redis, 99th percentile. */
  lateness: number;
}

const eventBytes = 300;
const tickMs = 1;

const logger = createLogger({ service: 'bench', level: 'error' });
const { redis } = createRedis({ url: process.env.REDIS_URL ?? '', logger, name: 'bench-publisher' });
const log = createEventLog(redis);
const tops = new Map<string, number>();
const at = '2026-01-01T00:00:00.000Z';

/** A numbered event of 300 bytes that says when it was due. */
function textOf(room: string, seq: number, due: number): string {
  const text = (body: string): string =>
    JSON.stringify({
      room,
      team_id: 1,
      seq,
      id: seq,
      at,
      kind: 'message.created',
      records: { messages: [{ id: seq, due, body }] },
    });
  return text('x'.repeat(eventBytes - text('').length));
}

type Answer = Appended | 'unanswered';

const count = (answers: Answer[], which: Answer): number => answers.filter((one) => one === which).length;

async function publish(room: string, due: number, by: Order['by']): Promise<Appended> {
  const seq = (tops.get(room) ?? 0) + 1;
  tops.set(room, seq);
  const text = textOf(room, seq, due);
  if (by === 'append') return log.append({ room, epoch: 1, seq, text, channel: recordsChannel });
  await redis.publish(recordsChannel, text);
  return 'appended';
}

const shuffled = (rooms: string[]): string[] =>
  rooms
    .map((room) => ({ room, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ room }) => room);

/** Begins each event when it is due and never waits for one. */
function play({ rooms, rate, seconds, by }: Order): Promise<{ answers: Promise<Answer>[]; late: number[] }> {
  const order = shuffled(rooms);
  const total = Math.round(rate * seconds);
  const began = nowMicros();
  const answers: Promise<Answer>[] = [];
  const late: number[] = [];
  const dueAt = (): number => began + Math.round((answers.length * 1e6) / rate);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const now = nowMicros();
      for (let due = dueAt(); answers.length < total && due <= now; due = dueAt()) {
        const room = order[answers.length % order.length] ?? '';
        late.push((now - due) / 1_000);
        answers.push(publish(room, due, by).catch(() => 'unanswered' as const));
      }
      if (answers.length < total) return;
      clearInterval(timer);
      resolve({ answers, late });
    }, tickMs);
  });
}

const operations = {
  /** Begins with empty rooms, whose heads Redis knows as after a boot; the script is known to it too. */
  ready: async (rooms: string[]): Promise<void> => {
    tops.clear();
    await until(() => redis.status === 'ready', { what: 'the publisher' });
    await log.append({ room: 'warm-up', epoch: 1, seq: 1, text: '{}', channel: '/warm-up' });
    await log.ensure(rooms.map((room) => ({ room, epoch: 1, top: 0 })));
  },
  play: async (order: Order): Promise<Published> => {
    const { answers, late } = await play(order);
    const taken = await Promise.all(answers);
    return {
      sent: taken.length,
      failed: count(taken, 'hole') + count(taken, 'duplicate'),
      unanswered: count(taken, 'unanswered'),
      lateness: late.toSorted((a, b) => a - b)[Math.floor(late.length * 0.99)] ?? 0,
    };
  },
};
export type Publisher = typeof operations;

answerCalls(operations);
process.once('disconnect', () => process.exit());
