import { expect, it } from '@jest/globals';
import { isLink } from '@convomatic/contracts/names';
import { addressOf } from './link-address.ts';

it.each([
  ['example.org/a', 'https://example.org/a'],
  [' http://example.org ', 'http://example.org'],
  ['ada@example.org', 'mailto:ada@example.org'],
  ['mailto:ada@example.org', 'mailto:ada@example.org'],
  ['', ''],
])('reads %p as %p', (typed, address) => {
  expect(addressOf(typed)).toBe(address);
});

it('makes no link of a script', () => {
  expect(isLink(addressOf('javascript:alert(1)'))).toBe(false);
});
