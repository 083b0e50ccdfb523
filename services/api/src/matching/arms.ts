import type { ProjectSettings } from '@convomatic/contracts';
import { createShuffle } from './random.ts';

type Condition = ProjectSettings['conditions'][number];

/** Where a condition was drawn: with the seed of the run it can be drawn again. */
export type Arm = { condition: string; seed: string; block: number; position: number };

const divisor = (left: number, right: number): number => (right === 0 ? left : divisor(right, left % right));

/** As short as the weights allow: each condition as often as its share of them says. */
const blockOf = (conditions: Condition[]): string[] => {
  const part = conditions.map(({ weight }) => weight).reduce(divisor, 0);
  return conditions.flatMap(({ name, weight }) => Array.from({ length: weight / part }, () => name));
};

export type Draw = {
  /** Of the run. */
  seed: string;
  version_id: number;
  conditions: Condition[];
  /** How many were drawn before, in this run with the conditions of this version. */
  drawn: number;
};

/**
 * Blocked randomisation: the arms of the next `count` sessions. Each block holds every condition as often as its
 * weight says, in an order of its own, so arms are never further apart than one block.
 */
export const drawArms = ({ seed, version_id, conditions, drawn }: Draw, count: number): Arm[] => {
  const block = blockOf(conditions);
  if (block.length === 0) return [];
  const shuffled = new Map<number, string[]>();
  const orderOf = (index: number): string[] => {
    const order =
      shuffled.get(index) ?? createShuffle(`${seed} ${String(version_id)} ${String(index)}`)(block);
    shuffled.set(index, order);
    return order;
  };
  return Array.from({ length: count }, (_, turn) => {
    const index = Math.floor((drawn + turn) / block.length);
    const position = (drawn + turn) % block.length;
    return { condition: orderOf(index)[position] ?? '', seed, block: index, position };
  });
};

/** A role for each of so many people: in the order of the list, round and round, and then shuffled. */
export const dealRoles = (seed: string, roles: string[], count: number): (string | null)[] => {
  const dealt = Array.from({ length: count }, (_, place) => roles[place % roles.length] ?? null);
  return createShuffle(seed)(dealt);
};
