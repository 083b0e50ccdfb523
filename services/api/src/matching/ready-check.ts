import type { Participant } from '@convomatic/contracts';
import { AppError } from '@convomatic/kit/errors';
import type { Knex } from 'knex';
import { nothingHere } from '../memberships/index.ts';
import {
  announceParticipants,
  listParticipants,
  lockWaitingLimits,
  moveWaitingLimits,
} from '../participants/index.ts';
import type { UnitOfWork, Work } from '../platform/realtime/index.ts';
import type { Group } from './grouping.ts';
import {
  findPendingGroup,
  findPendingId,
  insertPendingGroups,
  listAskedIds,
  lockAsked,
  updateAside,
  updateConfirmed,
  updateReleased,
} from './pending-groups.repository.ts';
import type { Asked } from './pending-groups.repository.ts';
import { startSessions } from './start-sessions.ts';
import type { Origin } from './start-sessions.ts';

const idsOf = (people: { id: number }[]): number[] => people.map(({ id }) => id);

/** Asks the members of each group, whom this unit has locked, whether they are there. */
export const askGroups = async (
  work: Work,
  groups: Group[],
  { forming, version, ready_check_ms }: Origin & { ready_check_ms: number },
): Promise<void> => {
  const { team_id, id: forming_id } = forming;
  await insertPendingGroups(work.trx, groups, {
    team_id,
    forming_id,
    version_id: version.id,
    ready_check_ms,
  });
  announceParticipants(work, groups.flat());
};

const release = async (work: Work, people: Asked[]): Promise<void> => {
  await updateReleased(work.trx, idsOf(people));
  announceParticipants(work, people);
};

/** The limit of these groups is reached: who did not confirm is put aside, the others wait on where they were. */
export const settleReady = async (work: Work, pendingIds: number[]): Promise<number[]> => {
  // What is due is locked before people are, as everywhere.
  await lockWaitingLimits(work.trx, await listAskedIds(work.trx, pendingIds));
  const asked = await lockAsked(work.trx, pendingIds);
  const silent = asked.filter(({ has_confirmed }) => !has_confirmed);
  await updateAside(work.trx, idsOf(silent));
  await moveWaitingLimits(work.trx, idsOf(silent));
  announceParticipants(work, silent);
  await release(
    work,
    asked.filter(({ has_confirmed }) => has_confirmed),
  );
  return [];
};

/** Everybody who is still asked has confirmed: the talk begins, unless somebody has left meanwhile. */
const settleConfirmed = async (work: Work, pendingId: number, asked: Asked[]): Promise<void> => {
  const pending = await findPendingGroup(work.trx, pendingId);
  if (pending?.size === asked.length) await startSessions(work, [asked], pending);
  else await release(work, asked);
};

const notAsked = (): AppError =>
  new AppError('illegal_transition', 'Nobody is asking for you at the moment. Load the page again.');

const confirm = async (work: Work, participantId: number): Promise<void> => {
  const pendingId = await findPendingId(work.trx, participantId);
  if (pendingId === null) throw notAsked();
  const asked = await lockAsked(work.trx, [pendingId]);
  const own = asked.find(({ id }) => id === participantId);
  if (!own) throw notAsked();
  if (own.has_confirmed) return;
  await updateConfirmed(work.trx, participantId);
  const others = asked.filter(({ id }) => id !== participantId);
  if (others.every(({ has_confirmed }) => has_confirmed)) await settleConfirmed(work, pendingId, asked);
};

type Needs = { knex: Knex; unitOfWork: UnitOfWork };

export const createReadyCheck = ({ knex, unitOfWork }: Needs) => ({
  /** This person is there; the last one of a group begins the talk. Said again it changes nothing. */
  confirm: async (participantId: number): Promise<Participant> => {
    await unitOfWork((work) => confirm(work, participantId));
    const [participant] = await listParticipants(knex, [participantId]);
    if (!participant) throw nothingHere();
    return participant;
  },
});

export type ReadyCheck = ReturnType<typeof createReadyCheck>;
