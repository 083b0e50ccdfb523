import type { Work } from '../platform/realtime/index.ts';
import { planDeliveries } from '../prompt-deliveries/index.ts';
import type { FrozenVersion } from '../versions/index.ts';
import { announceStart } from './announce-start.ts';
import { dealRoles, drawArms } from './arms.ts';
import type { Arm } from './arms.ts';
import { takeDraws } from './formings.repository.ts';
import type { Forming } from './formings.repository.ts';
import type { Group } from './grouping.ts';
import { nameMembers } from './names.ts';
import { insertMembers, insertSessions } from './sessions.repository.ts';
import type { NewMember } from './sessions.repository.ts';

/** Where groups come from, and the version that their sessions are pinned to. */
export type Origin = { forming: Forming; version: FrozenVersion };

/** An arm for each of so many sessions; drawn in the transaction that starts them, so that a failure burns none. */
const drawFor = async ({ trx }: Work, { forming, version }: Origin, count: number): Promise<Arm[]> => {
  const { conditions } = version.snapshot.project;
  const { run_id, seed } = forming;
  if (conditions.length === 0 || run_id === null || seed === null) return [];
  const version_id = version.id;
  const drawn = await takeDraws(trx, { run_id, version_id, count });
  return drawArms({ seed, version_id, conditions, drawn }, count);
};

type Formed = { session_id: number; group: Group; arm: Arm | undefined };

const membersOf = ({ session_id, group, arm }: Formed, { forming, version }: Origin): NewMember[] => {
  const { naming, roles } = version.snapshot.project;
  const asked = group.map(({ name }) => (naming === 'asked' ? name : null));
  const names = nameMembers(session_id, asked);
  const dealt = dealRoles(`${forming.seed ?? ''} ${String(session_id)}`, roles, group.length);
  const { condition = null, seed = null, block = null, position = null } = arm ?? {};
  return group.map(({ id, user_id }, place) => ({
    ...{ session_id, participant_id: id, user_id, condition, seed, block, position },
    name: names[place] ?? '',
    role: dealt[place] ?? null,
  }));
};

/** Starts a session for each group, whose members this unit has locked: the clock runs from here on. */
export const startSessions = async (work: Work, groups: Group[], origin: Origin): Promise<void> => {
  if (groups.length === 0) return;
  const { forming, version } = origin;
  const { team_id, project_id, run_id, id: forming_id } = forming;
  const { project, prompts } = version.snapshot;
  const arms = await drawFor(work, origin, groups.length);
  const sessionIds = await insertSessions(work.trx, {
    ...{ team_id, project_id, run_id, version_id: version.id },
    conditions: groups.map((_, index) => arms[index]?.condition ?? null),
    name: project.name,
    duration_ms: project.duration_ms,
  });
  const formed = groups.map((group, index) => {
    const session_id = sessionIds[index] ?? 0;
    return {
      session_id,
      arm: arms[index],
      members: membersOf({ session_id, group, arm: arms[index] }, origin),
    };
  });
  const members = formed.flatMap((one) => one.members);
  await insertMembers(work.trx, { members, team_id, version_id: version.id, forming_id });
  await planDeliveries(
    work,
    formed.map(({ session_id, arm, members: people }) => ({
      ...{ id: session_id, condition: arm?.condition ?? null },
      members: people,
    })),
    prompts,
  );
  announceStart(work, { team_id, members });
};
