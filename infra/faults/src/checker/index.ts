export { check, leadingTo } from './check.ts';
export { mayHear } from './rights.ts';
export type {
  Committed,
  Ending,
  Evidence,
  History,
  Moment,
  Right,
  Rule,
  Sample,
  Violation,
} from './history.ts';
