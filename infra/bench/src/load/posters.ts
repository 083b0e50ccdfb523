import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { answerCalls } from '../stage/calls.ts';
import { nowMicros } from './clock.ts';

export interface Voice {
  sessionId: number;
  participantToken: string;
}

interface Order {
  urls: string[];
  voices: Voice[];
  seconds: number;
  /** Messages a second, each at its own moment; null: as many as so many lanes can, one after the other. */
  rate: number | null;
}

/** One accepted message, and when it was due. */
export interface PostedMessage {
  sessionId: number;
  seq: number;
  dueMicros: number;
}

export interface Posts {
  posted: PostedMessage[];
  /** By status or code. */
  refused: Record<string, number>;
  /** From the first to the last answer. */
  seconds: number;
}

const lanes = 32;
const tickMs = 1;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const body = 'What somebody says in a talk, in a sentence or two of the usual length, and no more than that.';

function post(
  url: string,
  { sessionId, participantToken }: Voice,
): Promise<{ status: number; text: string }> {
  const sent = JSON.stringify({ client_id: randomUUID(), type: 'text', body });
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${participantToken}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(sent),
    };
    const asked = request(
      `${url}/api/sessions/${String(sessionId)}/messages`,
      { method: 'POST', agent, headers },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (part: string) => (text += part))
          .on('end', () => {
            resolve({ status: response.statusCode ?? 0, text });
          })
          .on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(sent);
  });
}

function createPosts({ urls, voices }: Order) {
  const posted: PostedMessage[] = [];
  const refused: Record<string, number> = {};
  let count = 0;
  const send = async (dueMicros: number): Promise<void> => {
    const turn = count++;
    const voice = voices[turn % voices.length];
    const url = urls[turn % urls.length];
    if (!voice || url === undefined) throw new Error('nobody can post');
    try {
      const { status, text } = await post(url, voice);
      if (status !== 201) throw new Error(String(status));
      const { message } = JSON.parse(text) as { message: { seq: number } };
      posted.push({ sessionId: voice.sessionId, seq: message.seq, dueMicros });
    } catch (error) {
      const why = (error as Error).message;
      refused[why] = (refused[why] ?? 0) + 1;
    }
  };
  return { posted, refused, send };
}

type Send = (dueMicros: number) => Promise<void>;

const asFastAsPossible = async (send: Send, seconds: number): Promise<void> => {
  const until = nowMicros() + seconds * 1e6;
  const lane = async (): Promise<void> => {
    while (nowMicros() < until) await send(nowMicros());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

/** Begins each message when it is due and never waits for one. */
const atRate = (send: Send, rate: number, seconds: number): Promise<unknown> => {
  const total = Math.round(rate * seconds);
  const began = nowMicros();
  const sent: Promise<void>[] = [];
  const dueAt = (): number => began + Math.round((sent.length * 1e6) / rate);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const now = nowMicros();
      for (let due = dueAt(); sent.length < total && due <= now; due = dueAt()) sent.push(send(due));
      if (sent.length < total) return;
      clearInterval(timer);
      resolve(Promise.all(sent));
    }, tickMs);
  });
};

const operations = {
  play: async (order: Order): Promise<Posts> => {
    const { posted, refused, send } = createPosts(order);
    const began = nowMicros();
    if (order.rate === null) await asFastAsPossible(send, order.seconds);
    else await atRate(send, order.rate, order.seconds);
    return { posted, refused, seconds: (nowMicros() - began) / 1e6 };
  },
};
export type Posters = typeof operations;

answerCalls(operations);
process.once('disconnect', () => process.exit());
