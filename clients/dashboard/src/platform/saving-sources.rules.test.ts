import { describe, expect, it } from '@jest/globals';
import { ref } from 'vue';
import { words } from '../words.ts';
import { setWords } from './language/language.ts';
import { createSavingSources, mostUrgent } from './saving-sources.ts';
import type { SaveState } from './saving-sources.ts';

setWords(words);

const build = (...states: SaveState[]) => {
  const sources = createSavingSources();
  const refs = states.map((state) => ref<SaveState>(state));
  const leave = refs.map((state) =>
    sources.join({
      state: () => state.value,
      problem: () => null,
      isSaved: () => ['saved', 'idle'].includes(state.value),
    }),
  );
  return { sources, refs, leave };
};

it('shows of many states the one that needs a look first', () => {
  expect(mostUrgent([])).toBe('idle');
  expect(mostUrgent(['idle', 'saved'])).toBe('saved');
  expect(mostUrgent(['saved', 'saving', 'offline', 'failed'])).toBe('failed');
  expect(mostUrgent(['saving', 'offline'])).toBe('offline');
});

describe('waiting until all is saved', () => {
  it('is over at once when nothing is left to do', async () => {
    expect(await build('saved', 'idle').sources.settle(5)).toBeNull();
  });

  it('ends when each has been saved once, though others go on typing', async () => {
    const { sources, refs } = build('saving', 'saving');
    const settled = sources.settle(10_000);
    const [one, other] = refs;
    if (!one || !other) throw new Error('two were built');
    one.value = 'saved';
    one.value = 'saving';
    other.value = 'saved';
    expect(await settled).toBeNull();
  });

  it('says what hinders it', async () => {
    expect(await build('saved', 'offline').sources.settle(10_000)).toMatch('offline');
    const { sources, refs } = build('saving');
    const settled = sources.settle(10_000);
    if (refs[0]) refs[0].value = 'failed';
    expect(await settled).not.toBeNull();
  });

  it('takes no notice of a lost connection where nothing is left to save', async () => {
    const sources = createSavingSources();
    sources.join({ state: () => 'offline', problem: () => null, isSaved: () => true });
    expect(await sources.settle(10_000)).toBeNull();
  });

  it('is given up after its time', async () => {
    expect(await build('saving').sources.settle(5)).toMatch('not saved yet');
  });

  it('does not wait for a source that has left', async () => {
    const { sources, leave } = build('saving');
    leave[0]?.();
    expect(await sources.settle(5)).toBeNull();
  });
});
