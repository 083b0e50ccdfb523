export { rowsOfCsv, rowsOfJsonLines } from './transcript.ts';
export type { TranscriptRow } from './transcript-row.ts';
