import type { Erasure } from '@convomatic/contracts';
import type { Caller } from '../platform/caller.ts';
import type { UnitOfWork } from '../platform/realtime/index.ts';
import { eraseExternalIds } from './erase-external-ids.ts';
import { eraseParticipant } from './erase-participant.ts';
import { requireParticipantOfTeam } from './require-participant.ts';

type Needs = {
  unitOfWork: UnitOfWork;
  /** Takes away what connects a participant's page. */
  endParticipantToken: (tokenId: number) => Promise<void>;
};

const action = 'participant.erase';

export const createErasures = ({ unitOfWork, endParticipantToken }: Needs) => ({
  eraseParticipant: async (caller: Caller, participant_id: number): Promise<Erasure> => {
    const { receipt, tokens } = await unitOfWork(async (work) => {
      const scope = await requireParticipantOfTeam(work.trx, caller, { participant_id, action });
      return eraseParticipant(work, { scope, participant_id, actor: caller });
    });
    if (!receipt) throw new Error('nothing was erased');
    for (const id of tokens) await endParticipantToken(id);
    return receipt;
  },

  eraseExternalIds: (caller: Caller, participant_id: number): Promise<Erasure> =>
    unitOfWork(async (work) => {
      const scope = await requireParticipantOfTeam(work.trx, caller, { participant_id, action });
      return eraseExternalIds(work, { scope, participant_id, actor: caller });
    }),
});

export type Erasures = ReturnType<typeof createErasures>;
