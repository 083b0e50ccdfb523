import { describe, expect, it } from '@jest/globals';
import { firstOf, kinds, withTalk, withWitness } from './damage.build.ts';
import { buildHistory } from './history.build.ts';
import type { History } from './history.ts';

describe('reconciliation by rule', () => {
  const minute = 60_000;
  const delayed = (byMs: number): History => {
    const history = buildHistory();
    const later = (at: string | null): string => new Date(Date.parse(at ?? '') + byMs).toISOString();
    return {
      ...history,
      witnesses: history.witnesses.map((witness) => ({
        ...witness,
        prompts: witness.prompts.map((prompt) => ({ ...prompt, delivered_at: later(prompt.due_at) })),
      })),
    };
  };

  it('reports a prompt that came before its time, or long after it', () => {
    expect(kinds(delayed(900))).toEqual([]);
    expect(kinds(delayed(-1))).toEqual(['time']);
    expect(kinds(delayed(1_001))).toEqual(['time']);
  });

  it('reports a prompt that was due at another time than its offset says, unless the talk paused', () => {
    const moved = (pausedMs: number): History =>
      withTalk(({ offsets, session }) => ({
        offsets: Object.fromEntries(Object.entries(offsets).map(([id, ms]) => [id, ms - minute])),
        session: {
          ...session,
          ends_at: new Date(Date.parse(session.ends_at ?? '') + pausedMs).toISOString(),
        },
      }));
    expect(kinds(moved(0))).toEqual(['time']);
    expect(kinds(moved(minute))).toEqual([]);
  });

  it('accepts a smaller group after the waiting limit of one of its members alone', () => {
    const small = (history: History): History => ({
      ...history,
      group_target: history.group_target + 1,
      group_min: history.group_target,
    });
    expect(kinds(small(buildHistory()))).toEqual(['seat']);
    const waited = buildHistory();
    const limited = waited.witnesses.map((witness) => ({
      ...witness,
      participant: { ...witness.participant, waiting_until: witness.session?.started_at ?? null },
    }));
    expect(kinds(small({ ...waited, witnesses: limited }))).toEqual([]);
    expect(kinds({ ...small({ ...waited, witnesses: limited }), group_min: 4, group_target: 5 })).toEqual([
      'seat',
    ]);
  });

  describe('of a prompt for some alone', () => {
    const own = 99;
    /** The first of two members of each talk is given one in their own room. */
    const withOwnPrompt = (isShownTo: (member: number) => boolean): History => {
      const history = buildHistory();
      return {
        ...history,
        witnesses: history.witnesses.map((witness, index) => {
          const { user_id } = witness.participant;
          const prompt = {
            ...firstOf(witness.prompts),
            prompt_id: own,
            recipient_user_id: user_id,
            id: own,
            seq: 1,
          };
          return isShownTo(index) ? { ...witness, prompts: [prompt, ...witness.prompts] } : witness;
        }),
        talks: history.talks.map((talk) => {
          const { user_id } = firstOf(talk.memberships);
          const sample = talk.csv.find(({ kind }) => kind === 'prompt');
          const row = {
            ...firstOf(sample ? [sample] : []),
            room: `user-${String(user_id)}`,
            prompt_id: own,
            seq: 1,
          };
          return { ...talk, csv: [row, ...talk.csv], jsonl: [row, ...talk.jsonl] };
        }),
      };
    };
    const recipients = (member: number): boolean => member % 3 === 0;

    it('accepts it on its recipient’s page', () => {
      expect(kinds(withOwnPrompt(recipients))).toEqual([]);
    });

    it('reports it where it is missing, and on the page of somebody else', () => {
      expect(kinds(withOwnPrompt((member) => member === 0))).toEqual(['lost']);
      expect(kinds(withOwnPrompt((member) => recipients(member) || member === 1))).toEqual(['differs']);
    });
  });

  it('expects of who gave up what came before alone', () => {
    const history = withWitness(({ messages, prompts, participant }) => ({
      left_after: 6,
      messages: messages.filter(({ seq }) => seq <= 6),
      prompts: prompts.filter(({ seq }) => (seq ?? 0) <= 6),
      participant: { ...participant, outcome: 'failed' },
    }));
    expect(kinds(history)).toEqual([]);
    expect(
      kinds({ ...history, witnesses: history.witnesses.map((one) => ({ ...one, left_after: null })) }),
    ).toEqual(['lost']);
  });
});
