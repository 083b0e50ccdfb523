export { createChance } from '../../../../services/simulator/src/platform/chance.ts';
export type { Chance } from '../../../../services/simulator/src/platform/chance.ts';
