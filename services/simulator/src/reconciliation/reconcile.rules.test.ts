import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstOf, kinds, withTalk, withWitness } from './damage.build.ts';
import { buildHistory } from './history.build.ts';
import type { History, Posted, Witness } from './history.ts';
import { reconcile } from './reconcile.ts';

type Row = Witness['messages'][number] | Witness['prompts'][number];

const withPosted = (change: (posted: Posted) => Partial<Posted>): History =>
  withWitness(({ posted }) => ({
    posted: posted.map((one, index) => (index === 0 ? { ...one, ...change(one) } : one)),
  }));

const swapped = <T>(rows: readonly T[], at: number): T[] => {
  const [one, other] = rows.slice(at, at + 2);
  return one === undefined || other === undefined ? [...rows] : rows.toSpliced(at, 2, other, one);
};

const lists = ['messages', 'prompts'] as const;
const exports = ['csv', 'jsonl'] as const;

describe('reconciliation', () => {
  it('finds nothing in a history in which nothing went wrong', () => {
    expect(reconcile(buildHistory())).toEqual([]);
  });

  describe.each(lists)('of the %s on a page', (list) => {
    it('reports one that was lost, wherever it stood', () => {
      const count = firstOf(buildHistory().witnesses)[list].length;
      fc.assert(
        fc.property(fc.nat(count - 1), (at) => {
          expect(kinds(withWitness((witness) => ({ [list]: [...witness[list]].toSpliced(at, 1) })))).toEqual([
            'lost',
          ]);
        }),
      );
    });

    it('reports one that is there twice', () => {
      expect(
        kinds(withWitness((witness) => ({ [list]: [...witness[list], firstOf<Row>(witness[list])] }))),
      ).toEqual(['doubled']);
    });

    it('reports two that changed places', () => {
      expect(kinds(withWitness((witness) => ({ [list]: swapped<Row>(witness[list], 0) })))).toEqual([
        'order',
      ]);
    });

    it('reports one that nobody else has', () => {
      const history = withWitness((witness) => ({
        [list]: [...witness[list], { ...firstOf<Row>(witness[list]), id: 1, prompt_id: 1, seq: 99 }],
      }));
      expect(kinds(history)).toEqual(['differs']);
    });
  });

  it('reports a text that differs by one invisible character', () => {
    const history = withWitness(({ messages }) => ({
      messages: messages.map((message, index) =>
        index === 2 ? { ...message, body: `${message.body}\u200b` } : message,
      ),
    }));
    expect(kinds(history)).toEqual(['differs']);
  });

  it('reports a number that differs from the number that others saw', () => {
    const history = withWitness(({ messages }) => ({
      messages: messages.map((message, index) => (index === 5 ? { ...message, seq: 10 } : message)),
    }));
    expect(kinds(history)).toEqual(['differs']);
  });

  it('reports what a page noticed itself', () => {
    expect(kinds(withWitness(() => ({ faults: ['message 3 was shown and is gone'] })))).toEqual(['lost']);
  });

  describe.each(exports)('of the export as %s', (format) => {
    it('reports a row that is missing', () => {
      expect(kinds(withTalk((talk) => ({ [format]: talk[format].slice(1) })))).not.toEqual([]);
    });

    it('reports a row that is there twice', () => {
      expect(kinds(withTalk((talk) => ({ [format]: [...talk[format], firstOf(talk[format])] })))).toContain(
        'doubled',
      );
    });

    it('reports rows that changed places', () => {
      expect(kinds(withTalk((talk) => ({ [format]: swapped(talk[format], 2) })))).toEqual(['order']);
    });

    it('reports another text', () => {
      const history = withTalk((talk) => ({
        [format]: talk[format].map((row) =>
          row.text?.includes('"') ? { ...row, text: row.text.replaceAll('"', '') } : row,
        ),
      }));
      expect(kinds(history)).toEqual(['differs']);
    });
  });

  it('reports a message that is gone from every page and from the exports, but was accepted', () => {
    const history = buildHistory();
    const { client_id: lost } = firstOf(firstOf(history.witnesses).messages);
    const without = <T extends { client_id: string | null }>(rows: readonly T[]): T[] =>
      rows.filter(({ client_id }) => client_id !== lost);
    const damaged = {
      ...history,
      witnesses: history.witnesses.map((witness) => ({ ...witness, messages: without(witness.messages) })),
      talks: history.talks.map((talk) => ({ ...talk, csv: without(talk.csv), jsonl: without(talk.jsonl) })),
    };
    expect(kinds(damaged)).toEqual(['lost']);
  });

  it('reports a message that was accepted as two, and one that came back changed', () => {
    expect(
      kinds(withPosted(({ accepted }) => ({ accepted: [...accepted, { ...firstOf(accepted), id: 1 }] }))),
    ).toEqual(['doubled']);
    expect(kinds(withPosted(() => ({ body: 'what was really written' })))).toEqual(['differs']);
  });

  it('reports a refusal for any other reason than the end of the talk', () => {
    const refusedWith = (refused: string): History =>
      withWitness(({ posted }) => ({
        posted: [...posted, { client_id: 'late', body: 'late', accepted: [], refused }],
      }));
    expect(kinds(refusedWith('session_closed'))).toEqual([]);
    expect(kinds(refusedWith('forbidden'))).toEqual(['lost']);
  });

  it('reports prompts that were due and never delivered', () => {
    expect(kinds(withTalk(({ prompt_ids }) => ({ prompt_ids: [...prompt_ids, 99] })))).toEqual(['lost']);
  });

  it('reports a talk without an export', () => {
    expect(kinds({ ...buildHistory(), talks: buildHistory().talks.slice(1) })).toEqual(['lost', 'seat']);
  });

  const seats: [string, History][] = [
    ['somebody in two sessions', withWitness(() => ({ session_ids: [7, 8] }))],
    ['a group that is not full', withTalk(({ memberships }) => ({ memberships: memberships.slice(1) }))],
    [
      'a group that holds somebody twice',
      withTalk(({ memberships: [one, two] }) => ({
        memberships: [one, two, two].filter((row) => row !== undefined),
      })),
    ],
    [
      'a member of two sessions',
      withTalk(({ memberships: [one, two] }) => ({
        memberships: [
          one,
          two,
          { ...firstOf([one, two].filter((row) => row !== undefined)), user_id: 80 },
        ].filter((row) => row !== undefined),
      })),
    ],
    [
      'an end without an outcome',
      withWitness(({ participant }) => ({ participant: { ...participant, outcome: null } })),
    ],
    [
      'an outcome without a code',
      withWitness(({ participant }) => ({ participant: { ...participant, completion_code: null } })),
    ],
  ];

  it.each(seats)('reports %s', (_, history) => {
    expect(kinds(history)).toContain('seat');
  });

  it('accepts somebody who still waits', () => {
    const history = buildHistory();
    const { participant } = firstOf(history.witnesses);
    const waiting: Witness = {
      ...firstOf(history.witnesses),
      name: 'Person 99',
      participant: {
        ...participant,
        user_id: 99,
        session_id: null,
        state: 'waiting',
        outcome: null,
        completion_code: null,
      },
      session: null,
      session_ids: [],
      messages: [],
      prompts: [],
      posted: [],
    };
    expect(reconcile({ ...history, witnesses: [...history.witnesses, waiting] })).toEqual([]);
  });
});
