export { check, leadingTo } from './check.ts';
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
