import { randomUUID } from 'node:crypto';
import type { Message } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { insist } from '../platform/insist.ts';

/** A message that somebody wrote, and what became of it. */
export interface Sent {
  client_id: string;
  body: string;
  /** By `performance.now()`. */
  sentAt: number;
  attempts: number;
  /** Every answer that accepted it: all of them must be the same message. */
  accepted: Message[];
  refused: ApiError | null;
}

interface Draft {
  sessionId: number;
  body: string;
  /** Sends an accepted message a second time, as a page does that never heard the first answer. */
  again: boolean;
}

interface Needs {
  post: (
    sessionId: number,
    message: { client_id: string; type: 'text'; body: string; client_at: string },
  ) => Promise<Message>;
  now: () => number;
  signal: AbortSignal;
}

/** Sends one message after the other, each with the same `client_id` until it is accepted or refused for good. */
export const createOutbox = ({ post, now, signal }: Needs) => {
  const sent: Sent[] = [];
  let idle: Promise<void> = Promise.resolve();

  const deliver = async (message: Sent, sessionId: number, client_at: string): Promise<void> => {
    const { client_id, body } = message;
    const attempt = (): Promise<Message> => {
      message.attempts += 1;
      return post(sessionId, { client_id, type: 'text', body, client_at });
    };
    try {
      message.accepted.push(await insist(attempt, signal));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      message.refused = error;
    }
  };

  return {
    sent: (): readonly Sent[] => sent,
    send: ({ sessionId, body, again }: Draft): void => {
      const client_at = new Date(now()).toISOString();
      const message: Sent = {
        client_id: randomUUID(),
        body,
        sentAt: performance.now(),
        attempts: 0,
        accepted: [],
        refused: null,
      };
      sent.push(message);
      idle = idle.then(async () => {
        await deliver(message, sessionId, client_at);
        if (again && message.accepted.length > 0) await deliver(message, sessionId, client_at);
      });
    },
    /** Resolves when nothing is under way; rejects on an error that no server sent. */
    settled: async (): Promise<void> => {
      await idle;
    },
  };
};
