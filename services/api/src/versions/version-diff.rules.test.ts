import { plainSettings, plainText, richTextOf } from '@convomatic/contracts';
import type { FrozenPrompt, Snapshot, TextPart } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffTexts } from './text-diff.ts';
import { diffSnapshots } from './version-diff.ts';

const settings: Snapshot['project'] = {
  ...plainSettings,
  name: 'Talk',
  language: 'en',
  group_min: 2,
  group_target: 3,
  duration_ms: 60_000,
  waiting_limit_ms: 60_000,
  welcome: richTextOf('Welcome to the talk'),
  farewell: richTextOf('Bye'),
  outcomes: Object.fromEntries(
    outcomes.map((outcome) => [outcome, { code: 'CODE', redirect_url: null, pays: true }]),
  ) as Snapshot['project']['outcomes'],
};

const promptOf = (id: number, text = `Prompt ${String(id)}`): FrozenPrompt => ({
  ...{ id, rank: id, offset_ms: 0, body: richTextOf(text) },
  ...{ asset: null, conditions: [], roles: [] },
});

const sequence = (...prompts: FrozenPrompt[]): Snapshot => ({
  project: settings,
  prompts: prompts.map((prompt, index) => ({ ...prompt, rank: index + 1 })),
});

const kindsOf = (from: Snapshot, to: Snapshot) =>
  diffSnapshots(from, to).prompts.map(({ id, kinds }) => [id, ...kinds]);

const partsOf = (from: string, to: string, language = 'en'): TextPart[] =>
  diffTexts(richTextOf(from), richTextOf(to), language);

const textOf = (parts: TextPart[], left: TextPart['kind']): string =>
  parts
    .filter(({ kind }) => kind !== left)
    .map(({ text }) => text)
    .join('');

describe('the difference of two versions', () => {
  it('is nothing where nothing differs', () => {
    const same = () => sequence(promptOf(1), promptOf(2));
    expect(diffSnapshots(same(), same())).toEqual({ settings: [], texts: [], prompts: [] });
  });

  it('has both values of each setting that is another one', () => {
    const conditions = [{ name: 'calm', weight: 2 }];
    const to = {
      ...sequence(),
      project: { ...settings, group_target: 4, conditions, ready_check_ms: 9_000 },
    };
    expect(diffSnapshots(sequence(), to).settings).toEqual([
      { field: 'group_target', from: 3, to: 4 },
      { field: 'ready_check_ms', from: null, to: 9_000 },
      { field: 'conditions', from: [], to: conditions },
    ]);
  });

  it('has texts by words, and by none when their form alone is another', () => {
    const farewell: Snapshot['project']['farewell'] = {
      type: 'doc',
      content: [{ type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Bye' }] }],
    };
    const to = {
      ...sequence(),
      project: { ...settings, welcome: richTextOf('Welcome to our talk'), farewell },
    };
    expect(diffSnapshots(sequence(), to)).toMatchObject({
      settings: [],
      texts: [
        {
          field: 'welcome',
          parts: [
            { kind: 'same', text: 'Welcome to ' },
            { kind: 'removed', text: 'the' },
            { kind: 'added', text: 'our' },
            { kind: 'same', text: ' talk' },
          ],
        },
        { field: 'farewell', parts: [{ kind: 'same', text: 'Bye' }] },
      ],
    });
  });

  it('tells prompts that are new, gone and changed, in the newer order', () => {
    const from = sequence(promptOf(1), promptOf(2), promptOf(3));
    const to = sequence(promptOf(4), promptOf(1), { ...promptOf(3), offset_ms: 5_000 });
    expect(kindsOf(from, to)).toEqual([
      [4, 'added'],
      [3, 'changed'],
      [2, 'removed'],
    ]);
    const [added, changed, removed] = diffSnapshots(from, to).prompts;
    expect(added).toMatchObject({ from: null, parts: [{ kind: 'added', text: 'Prompt 4' }] });
    expect(changed).toMatchObject({ from: { offset_ms: 0 }, to: { offset_ms: 5_000 } });
    expect(removed).toMatchObject({ to: null, parts: [{ kind: 'removed', text: 'Prompt 2' }] });
  });

  it('calls the one prompt moved that was, and none that it was moved behind', () => {
    const [one, two, three, four] = [promptOf(1), promptOf(2), promptOf(3), promptOf(4)];
    expect(kindsOf(sequence(one, two, three, four), sequence(two, three, four, one))).toEqual([[1, 'moved']]);
    const both = sequence(two, { ...one, roles: ['host'] });
    expect(kindsOf(sequence(one, two), both).flat()).toEqual(expect.arrayContaining(['moved', 'changed']));
  });

  it('sees a word where a language writes none apart', () => {
    expect(partsOf('私は学生です', '私は先生です', 'ja')).toEqual([
      { kind: 'same', text: '私は' },
      { kind: 'removed', text: '学生' },
      { kind: 'added', text: '先生' },
      { kind: 'same', text: 'です' },
    ]);
  });

  it('gives the newer text whatever both are', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'Haus', ' ', '  ', '\n', '.', 'é', '👩‍👧', 'שלום'), {
      maxLength: 30,
    });
    const text = words.map((list) => list.join(''));
    fc.assert(
      fc.property(text, text, (from, to) => {
        expect(textOf(partsOf(from, to), 'removed')).toBe(plainText(richTextOf(to)));
      }),
    );
  });

  it('shows texts that have nothing in common one after the other, soon', () => {
    const [from, to] = ['a', 'b'].map((word) =>
      Array.from({ length: 4_000 }, (_, index) => `${word}${String(index)}`).join(' '),
    );
    expect(partsOf(from ?? '', to ?? '')).toEqual([
      { kind: 'removed', text: from },
      { kind: 'added', text: to },
    ]);
  });
});
