import { plainText } from '@convomatic/contracts';
import type { FrozenPrompt } from '@convomatic/contracts';
import type { Work } from '../platform/realtime/index.ts';
import { insertDeliveries, insertSessionTimes } from './planned-deliveries.repository.ts';
import { planRecipients } from './recipients.ts';
import type { PlannedSession } from './recipients.ts';

/** All that will be due in sessions that have just started: their prompts, their ends, and checks of attention. */
export const planDeliveries = async (
  { trx }: Pick<Work, 'trx'>,
  sessions: PlannedSession[],
  prompts: FrozenPrompt[],
): Promise<void> => {
  const planned = sessions.flatMap((session) => planRecipients(session, prompts));
  const texts = prompts.map(({ id, rank, offset_ms, body, asset }) => ({
    ...{ prompt_id: id, rank, offset_ms, body, asset },
    text: plainText(body),
  }));
  await insertDeliveries(trx, planned, texts);
  await insertSessionTimes(
    trx,
    sessions.map(({ id }) => id),
  );
};
