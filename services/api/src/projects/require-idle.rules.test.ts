import { expect, it } from '@jest/globals';
import { tellOngoing } from './require-idle.ts';

it.each([
  [{ talks: 0, waiting: 0 }, undefined],
  [{ talks: 1, waiting: 0 }, '1 talk is going on'],
  [{ talks: 0, waiting: 2 }, '2 people are waiting'],
  [{ talks: 3, waiting: 1 }, '3 talks are going on and 1 person is waiting'],
])('tells what goes on: %j', (ongoing, said) => {
  expect(tellOngoing(ongoing)).toBe(said);
});
