import type { Participant } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import { finishParticipants } from '../outcomes/index.ts';
import { beginWaiting, listParticipants, lockStanding } from '../participants/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import { findAnswer, insertConsent } from './consents.repository.ts';

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

export type Answer = {
  participant_id: number;
  accepted: boolean;
  /** Of the text that was read. */ version_number: number;
};

const answerOnce = async (work: Work, answer: Answer): Promise<void> => {
  const { participant_id, accepted, version_number } = answer;
  const standing = await lockStanding(work, participant_id);
  const { state, team_id, version_id } = standing;
  // The answer that was lost on its way back is asked for again.
  if ((await findAnswer(work.trx, { participant_id, version_id })) === accepted) return;
  if (state !== 'joined') {
    throw new AppError('illegal_transition', 'You have answered this already. Load the page again.');
  }
  if (standing.version_number !== version_number) {
    throw new AppError('stale_version', 'The text has changed. Load the page again and read it once more.');
  }
  await insertConsent(work.trx, { team_id, participant_id, version_id, accepted });
  if (accepted) await beginWaiting(work, standing);
  else await finishParticipants(work, { by: 'id', ids: [participant_id], outcome: 'no_consent' });
};

export const createConsents = ({ knex, unitOfWork }: Needs) => ({
  /** Keeps the answer with its version and time; agreeing begins the wait, refusing is the end. */
  answer: async (answer: Answer): Promise<Participant> => {
    await unitOfWork((work) => answerOnce(work, answer));
    const [participant] = await listParticipants(knex, [answer.participant_id]);
    if (!participant) throw nothingHere();
    return participant;
  },
});

export type Consents = ReturnType<typeof createConsents>;
