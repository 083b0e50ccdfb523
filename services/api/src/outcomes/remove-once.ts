import { AppError } from '@convomatic/kit/errors';
import { nothingHere, requirePermission } from '../memberships/index.ts';
import { audit } from '../platform/audit.ts';
import type { Caller } from '../platform/caller.ts';
import type { Work } from '../platform/realtime/index.ts';
import { goOnce } from './go-once.ts';
import { findTeamOfParticipant, updateRemoved } from './outcomes.repository.ts';

const action = 'participant.remove';

type Removal = { participantId: number; reason: string | null };

/** Ends somebody's time by the team's will, wherever they are; `matched` when they were at this very moment. */
export const removeOnce = async (
  work: Work,
  caller: Caller,
  { participantId, reason }: Removal,
): Promise<'gone' | 'matched'> => {
  const found = await findTeamOfParticipant(work.trx, participantId);
  if (!found) throw nothingHere();
  const { team_id } = await requirePermission(work.trx, caller, { ...found, action });
  const went = await goOnce(work, { participantId, reason: 'removed', actor_id: caller.user_id });
  if (went === 'finished before')
    throw new AppError('illegal_transition', 'This person’s time is over already. Load the page again.');
  if (went === 'matched') return went;
  await updateRemoved(work.trx, participantId, reason);
  const subject = { type: 'participant', id: participantId };
  await audit(work.trx, caller, { action, team_id, subject });
  return went;
};
