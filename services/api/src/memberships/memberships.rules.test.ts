import { describe, expect, it } from '@jest/globals';
import { canActAs, canGiveUp } from './memberships.policy.ts';

it.each([
  ['owner', 'owner', true],
  ['owner', 'observer', true],
  ['editor', 'editor', true],
  ['editor', 'owner', false],
  ['observer', 'observer', true],
  ['observer', 'editor', false],
] as const)('lets an %s act as %s: %s', (role, needed, may) => {
  expect(canActAs(role, needed)).toBe(may);
});

describe('giving up a role', () => {
  it('is for an owner only where another one stays', () => {
    expect(canGiveUp('owner', null, 0)).toBe(false);
    expect(canGiveUp('owner', 'editor', 0)).toBe(false);
    expect(canGiveUp('owner', null, 1)).toBe(true);
    expect(canGiveUp('owner', 'owner', 0)).toBe(true);
  });

  it('is for everybody else at any time', () => {
    expect(canGiveUp('editor', null, 0)).toBe(true);
    expect(canGiveUp('observer', 'owner', 0)).toBe(true);
  });
});
