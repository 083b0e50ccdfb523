export { createOutbox } from './outbox.ts';
export { remark } from './texts.ts';
