export { endAbsences, insertAbsences, listAbsences, listOpenAbsences } from './absences.repository.ts';
export { announceAbsences } from './announce-absences.ts';
