import { setTimeout as pause } from 'node:timers/promises';
import { answerCalls } from '../stage/calls.ts';
import { nowMicros } from './clock.ts';
import type { Person } from './people.ts';
import { RawClient } from './raw-client.ts';
import { createTally } from './tally.ts';

/** When each event of each room was with each of the room's people, in microseconds. */
export type Heard = Record<string, Record<number, number[]>>;

const atOnce = 64;
const patienceMs = 60_000;

let heard: Heard = {};
let clients: RawClient[] = [];
const broken = { count: 0 };

/** A person who notes when what was said arrives. */
function listen(port: number, person: Person): Promise<void> {
  const tally = createTally();
  const noteSeq = (seq: number, last: number): number => {
    const room = (heard[person.room] ??= {});
    (room[seq] ??= []).push(nowMicros());
    return tally.count(seq, last);
  };
  return new Promise((resolve) => {
    const client = new RawClient({
      ...{ port, protocol: 'engine', person },
      tally: { ...tally, count: noteSeq },
      onLive: resolve,
      onEnd: () => {
        broken.count += 1;
      },
    });
    clients.push(client);
    client.connect();
  });
}

const operations = {
  /** Connects all, and answers when all are in their rooms. */
  gather: async (port: number, people: Person[]): Promise<void> => {
    const waiting = [...people];
    const bring = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await listen(port, next);
    };
    const late = pause(patienceMs).then(() => {
      throw new Error(`of ${String(people.length)} people ${String(waiting.length)} wait to be let in`);
    });
    await Promise.race([Promise.all(Array.from({ length: atOnce }, bring)), late]);
  },
  /** Connections that ended without being asked to. */
  broken: (): number => broken.count,
  /** What was heard since it was asked for last. */
  takeHeard: (): Heard => {
    const taken = heard;
    heard = {};
    return taken;
  },
  count: (): number =>
    Object.values(heard)
      .flatMap((room) => Object.values(room))
      .reduce((sum, times) => sum + times.length, 0),
  leave: (): void => {
    for (const client of clients) client.cut();
    clients = [];
  },
};
export type Audience = typeof operations;

answerCalls(operations);
process.once('disconnect', () => process.exit());
