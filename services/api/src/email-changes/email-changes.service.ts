import { createConfirmChange } from './confirm-change.ts';
import { createRequestChange } from './request-change.ts';

type Needs = Parameters<typeof createRequestChange>[0] & Parameters<typeof createConfirmChange>[0];

/** An address becomes a person's own when they have proved it, and not before. */
export const createEmailChanges = (needs: Needs) => ({
  request: createRequestChange(needs),
  confirm: createConfirmChange(needs),
});

export type EmailChanges = ReturnType<typeof createEmailChanges>;
