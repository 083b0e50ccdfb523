import type { Outcome as ParticipantOutcome } from '@convomatic/contracts/names';
import type { Participant } from '../participants/index.ts';

/** Values at ranks of a set of measurements, in milliseconds; null where nothing was measured. */
export interface Spread {
  p50: number;
  p99: number;
  longest: number;
}

export interface Measures {
  outcomes: Partial<Record<ParticipantOutcome | 'waiting' | 'talking', number>>;
  waits: Spread | null;
  promptsShown: number;
  /** Lateness of prompts in the database, and on the screens. */
  delivered: Spread | null;
  shown: Spread | null;
  written: number;
  accepted: number;
  repeated: number;
  refused: number;
  seen: number;
  /** From sending a message to its being shown to somebody else. */
  sendToSeen: Spread | null;
}

export const spreadOf = (values: readonly number[]): Spread | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return sorted.length === 0 ? null : { p50: at(0.5), p99: at(0.99), longest: at(1) };
};

const countBy = <Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> => {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const msBetween = (from: string | null, to: string | null): number[] =>
  from && to ? [Date.parse(to) - Date.parse(from)] : [];

const waitOf = ({ screen }: Participant): number[] =>
  msBetween(screen.participant?.waiting_since ?? null, screen.session?.started_at ?? null);

/** Each delivery counts once, however many saw it. */
const deliveryDelays = (people: readonly Participant[]): number[] => {
  const deliveries = new Map(
    people.flatMap(({ screen }) => screen.prompts.map((prompt) => [prompt.id, prompt])),
  );
  return [...deliveries.values()].flatMap(({ due_at, delivered_at }) => msBetween(due_at, delivered_at));
};

const screenDelays = ({ screen }: Participant): number[] =>
  screen.prompts.flatMap(({ id, due_at }) => {
    const seenAt = screen.promptSeenAt.get(id);
    return seenAt === undefined ? [] : [seenAt - Date.parse(due_at)];
  });

const sightDelays = (people: readonly Participant[]): number[] => {
  const sentAt = new Map(
    people.flatMap(({ outbox }) => outbox.sent().map((sent) => [sent.client_id, sent.sentAt])),
  );
  const delaysOf = ({ screen }: Participant): number[] =>
    [...screen.messageSeenAt].flatMap(([clientId, seenAt]) => {
      const from = sentAt.get(clientId);
      return from === undefined ? [] : [seenAt - from];
    });
  return people.flatMap(delaysOf);
};

export const measure = (people: readonly Participant[]): Measures => {
  const sent = people.flatMap(({ outbox }) => outbox.sent());
  const sum = (count: (person: Participant) => number): number =>
    people.reduce((total, person) => total + count(person), 0);
  return {
    outcomes: countBy(
      people.map(({ screen }) => screen.participant?.outcome ?? (screen.session ? 'talking' : 'waiting')),
    ),
    waits: spreadOf(people.flatMap(waitOf)),
    promptsShown: sum(({ screen }) => screen.prompts.length),
    delivered: spreadOf(deliveryDelays(people)),
    shown: spreadOf(people.flatMap(screenDelays)),
    written: sent.length,
    accepted: sent.filter(({ accepted }) => accepted.length > 0).length,
    repeated: sent.filter(({ attempts }) => attempts > 1).length,
    refused: sent.filter(({ refused }) => refused !== null).length,
    seen: sum(({ screen }) => screen.messages.length),
    sendToSeen: spreadOf(sightDelays(people)),
  };
};
