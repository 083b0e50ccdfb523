export { endPauses } from './end-pauses.ts';
export { createResumeComplete } from './resume-complete.ts';
export { settleDropOuts } from './settle-drop-outs.ts';
