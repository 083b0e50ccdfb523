import { describe, expect, it } from '@jest/globals';
import { close, hear, initialTextState, isSettled, saveStateOf } from './text-state.ts';
import type { TextState } from './text-state.ts';

const open: TextState = { ...initialTextState, link: 'open', isReady: true, mode: 'write' };
const saved = { type: 'saved', generation: 1, at: '2030-01-01T00:00:00.000Z' } as const;

describe('what a text says about being saved', () => {
  it.each([
    ['nothing before it is here', initialTextState, 'idle'],
    ['saved', open, 'saved'],
    ['saving while one’s words are on their way', { ...open, own: 'unsent' }, 'saving'],
    ['saving until they are in the database', { ...open, own: 'sent' }, 'saving'],
    ['saving while somebody else types', { ...open, server: 'saving' }, 'saving'],
    [
      'offline whatever else is true',
      { ...open, link: 'lost', own: 'unsent', server: 'not_saved' },
      'offline',
    ],
    ['not saved where the server could not', { ...open, server: 'not_saved' }, 'failed'],
    ['not saved where one’s words came too late', { ...open, own: 'unsent', isClosed: true }, 'failed'],
    ['nothing once it is closed and nothing is lost', { ...open, isClosed: true }, 'idle'],
  ] as [string, TextState, string][])('is %s', (_what, state, expected) => {
    expect(saveStateOf(state)).toBe(expected);
  });
});

it('is settled where nothing is left to save, with or without a connection', () => {
  expect(isSettled({ ...open, link: 'lost' })).toBe(true);
  expect(isSettled({ ...open, link: 'lost', own: 'unsent' })).toBe(false);
  expect(isSettled({ ...open, server: 'saving' })).toBe(false);
  expect(isSettled({ ...open, own: 'unsent', isClosed: true })).toBe(false);
});

describe('a save', () => {
  it('has one’s words when they had arrived before it ended', () => {
    expect(hear({ ...open, own: 'sent', server: 'saving' }, saved)).toMatchObject({ own: 'saved' });
  });

  it('has not what was typed since', () => {
    const state = hear({ ...open, own: 'unsent', server: 'saving' }, saved);
    expect([state.own, saveStateOf(state)]).toEqual(['unsent', 'saving']);
  });

  it('that failed says why until one succeeds', () => {
    const failed = hear(open, { type: 'not_saved', code: 'too_large', message: 'Too long.' });
    expect(failed.problem).toMatchObject({ code: 'too_large', message: 'Too long.' });
    expect(hear(failed, { type: 'saving' }).problem).toBeNull();
  });
});

it('tells after a lost connection what the server has', () => {
  const state: TextState = { ...open, link: 'lost', server: 'saving' };
  const opened = { type: 'opened', generation: 1, mode: 'read', saved: true } as const;
  const user = { id: 1, name: 'Ada', color: '#000' };
  expect(hear(state, { ...opened, user })).toMatchObject({ mode: 'read', server: 'saved' });
});

it('is only read, with the reason, once it is closed', () => {
  expect(close(open, { code: 'forbidden', message: 'Guests cannot open texts.' })).toMatchObject({
    mode: 'read',
    problem: { code: 'forbidden', message: 'Guests cannot open texts.' },
    isClosed: true,
  });
});
