import type { PositionsMessage, ResetMessage } from '@convomatic/contracts';
import { recordsChannel } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { connectBare } from './channels.build.ts';
import type { BareClient, createPublisher } from './channels.build.ts';

type Publisher = ReturnType<typeof createPublisher>;

/** What a client of ours sends with its connection. */
export const ours = (token: string, positions: unknown = {}) => ({ auth: { token, positions } });

export const connectOurs = (url: string, token: string, positions: unknown = {}): BareClient =>
  connectBare(url, undefined, ours(token, positions));

const messagesOf = <M>({ heard }: BareClient, name: string): M[] =>
  heard.filter(([of]) => of === name).map(([, message]) => message as M);

/** Numbers of a room's events, as they came. */
export const seqsOf = (client: BareClient, room = 'group-7'): number[] =>
  messagesOf<{ room: string; seq?: number }>(client, 'records')
    .filter((event) => event.room === room && event.seq !== undefined)
    .map(({ seq }) => seq ?? 0);

export const standingsOf = (client: BareClient, room = 'group-7') =>
  messagesOf<PositionsMessage>(client, 'positions').flatMap(({ rooms }) => rooms[room] ?? []);

export const resetsOf = (client: BareClient, room = 'group-7'): ResetMessage[] =>
  messagesOf<ResetMessage>(client, 'reset').filter((reset) => reset.room === room);

/** Resolves with where a room stands once the client was told. */
export const standing = (client: BareClient, room = 'group-7') =>
  until(() => standingsOf(client, room).at(-1), { what: `where ${room} stands` });

export const upTo = (last: number, from = 1): number[] =>
  Array.from({ length: last - from + 1 }, (_, at) => from + at);

/** A room with its numbers, as the api counts them. */
export function createNumbered({ log, records }: Publisher, room = 'group-7') {
  let epoch = 1;
  let last = 0;
  const textOf = (seq: number, text = '') =>
    JSON.stringify({
      room,
      team_id: 1,
      seq,
      id: seq,
      at: '2026-01-01T00:00:00.000Z',
      kind: 'message.created',
      records: { messages: [text] },
    });
  const append = (channel: string, text?: string) => {
    last += 1;
    return log.append({ room, epoch, seq: last, text: textOf(last, text), channel });
  };
  return {
    room,
    textOf,
    last: (): number => last,
    say: (text?: string) => append(recordsChannel, text),
    sayMany: async (count: number, text?: string): Promise<void> => {
      for (let at = 0; at < count; at += 1) await append(recordsChannel, text);
    },
    /** Its message never comes. */
    lose: (text?: string) => append('/lost', text),
    /** Published and in no log. */
    publish: (seq: number) => records(textOf(seq)),
    /** Counts on as Postgres does after Redis has forgotten. */
    skip: (count: number): void => {
      last += count;
    },
    /** The database was restored to an earlier point. */
    restore: (to: number): void => {
      epoch += 1;
      last = to;
    },
    /** The log as the worker's auditor writes it. */
    refill: () =>
      log.refill({
        room,
        epoch,
        last,
        texts: upTo(last)
          .slice(-256)
          .map((seq) => textOf(seq)),
      }),
  };
}
