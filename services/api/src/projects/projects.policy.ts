import type { ProjectSettings } from '@convomatic/contracts';
import type { ErrorFields } from '@convomatic/kit/errors';

type Problem = [field: string, problem: string];

/** Every place of a name that stands further up already. */
const findRepeated = (names: string[], fieldOf: (place: number) => string): Problem[] => {
  const known = names.map((name) => name.normalize().toLowerCase());
  return names.flatMap((name, place): Problem[] =>
    known.indexOf(known[place] ?? '') === place ? [] : [[fieldOf(place), `“${name}” stands there twice`]],
  );
};

const findGroupProblems = ({ group_min, group_target, roles }: ProjectSettings): Problem[] => {
  const problems: Problem[] = [];
  if (group_min > group_target)
    problems.push(['group_min', `must not be above the group's full size, ${String(group_target)}`]);
  if (roles.length > group_target)
    problems.push(['roles', `must not be more than the people in a group, ${String(group_target)}`]);
  return problems;
};

/** What can only come once the talk is over. */
const findTimeProblems = (settings: ProjectSettings): Problem[] => {
  const { duration_ms, minimum_stay_ms, attention_every_ms, attention_limit_ms } = settings;
  const { drop_out_policy, drop_out_grace_ms } = settings;
  const problems: Problem[] = [];
  if (minimum_stay_ms > duration_ms)
    problems.push(['minimum_stay_ms', 'must not be longer than the session']);
  if (drop_out_policy !== 'carry_on' && drop_out_grace_ms >= duration_ms)
    problems.push(['drop_out_grace_ms', 'must be shorter than the session']);
  if (attention_every_ms === null) return problems;
  if (attention_every_ms >= duration_ms)
    problems.push(['attention_every_ms', 'must be shorter than the session']);
  if (attention_limit_ms >= attention_every_ms)
    problems.push(['attention_limit_ms', 'must be shorter than the time between two questions']);
  return problems;
};

/** What is wrong between settings that are right each on its own. */
export const findSettingsProblems = (settings: ProjectSettings): ErrorFields =>
  Object.fromEntries([
    ...findGroupProblems(settings),
    ...findTimeProblems(settings),
    ...findRepeated(
      settings.conditions.map(({ name }) => name),
      (place) => `conditions.${String(place)}.name`,
    ),
    ...findRepeated(settings.roles, (place) => `roles.${String(place)}`),
  ]);
