import { expect, it } from '@jest/globals';
import { afterRefusal, documentToken, parseDocumentRefusal } from './document-wire.ts';

it('reads a refusal of ours, and takes anything else for a lost connection', () => {
  const refusal = { code: 'forbidden', message: 'No.' };
  expect(parseDocumentRefusal(JSON.stringify(refusal))).toEqual(refusal);
  for (const reason of [
    'permission-denied',
    '',
    'null',
    '{"code":"else","message":""}',
    '{"code":"forbidden"}',
  ])
    expect(parseDocumentRefusal(reason).code).toBe('dropped');
});

it.each([
  ['generation_changed', 'start anew'],
  ['text_refused', 'start anew'],
  ['unavailable', 'come back'],
  ['forbidden', 'give up'],
] as const)('after %s a client has to %s', (code, then) => {
  expect(afterRefusal({ code, message: '' })).toBe(then);
});

it('tells the generation of what a client has', () => {
  expect(documentToken('7,abc')).toBe('7,abc');
  expect(documentToken('7,abc', 3)).toBe('7,abc,3');
});
