import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inRoot } from '../place.ts';
import { applyStep, readSteps } from './worked-example.ts';
import type { Step } from './worked-example.ts';

const example = 'docs/add-a-feature.md';
const steps = readSteps(readFileSync(inRoot(example), 'utf8'));

const textOf = (file: string): string | undefined =>
  existsSync(inRoot(file)) ? readFileSync(inRoot(file), 'utf8') : undefined;

const change = (text: string): Step => ({ file: 'a/b.ts', kind: 'change', text });

describe(example, () => {
  it('makes files and changes others', () => {
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['new', 'change']));
  });

  it.each(steps.map((step) => [step.kind, step.file, step] as const))(
    'has a %s %s that fits the code of today',
    (_kind, file, step) => {
      expect(applyStep(step, textOf(file))).not.toBe(textOf(file));
    },
  );
});

describe('a step of an example', () => {
  it('puts its lines where the lines around them are', () => {
    expect(applyStep(change(' one\n+two\n@@\n-three\n+drei\n'), 'one\nthree\n')).toBe('one\ntwo\ndrei\n');
  });

  it('is refused where its place is missing, or not the only one', () => {
    expect(() => applyStep(change(' one\n+two\n'), 'three\n')).toThrow('not there');
    expect(() => applyStep(change(' one\n+two\n'), 'one\none\n')).toThrow('there twice');
    expect(() => applyStep(change(' one\n'), undefined)).toThrow('not there');
    expect(() => applyStep({ ...change(''), kind: 'new' }, '')).toThrow('there already');
  });
});
