import type { Run } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { readTime } from '../platform/time.ts';

type Times = { [Key in 'opens_at' | 'closes_at']?: Run[Key] | undefined };

/** A run closes after it opens, and not in the past. */
export const requireClosingTime = async (trx: Knex, { opens_at, closes_at }: Times): Promise<void> => {
  if (closes_at === undefined || closes_at === null) return;
  const now = Date.parse(await readTime(trx));
  const earliest = opens_at === undefined ? now : Math.max(now, Date.parse(opens_at));
  if (Date.parse(closes_at) > earliest) return;
  throw new AppError('unprocessable', 'A run has to close after it opens. Choose a later time.', {
    fields: { closes_at: earliest === now ? 'is over' : 'is not after the opening' },
  });
};
