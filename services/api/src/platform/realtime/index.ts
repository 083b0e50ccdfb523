export type { EventDraft } from './event-draft.ts';
export { createPublisher } from './publisher.ts';
export { readPositions } from './rooms.ts';
export { readSnapshot } from './snapshot.ts';
export { createUnitOfWork } from './unit-of-work.ts';
export type { NextSeq, UnitOfWork, Work } from './unit-of-work.ts';
