import { expect, it } from '@jest/globals';
import { canActAs } from './memberships.policy.ts';

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
