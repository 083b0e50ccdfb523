import type { Project } from '@convomatic/contracts';

export const settingFields = [
  'name',
  'group_min',
  'group_target',
  'duration_ms',
  'waiting_limit_ms',
  'outcomes',
] as const satisfies (keyof Project)[];

export type SettingField = (typeof settingFields)[number];
export type Settings = Pick<Project, SettingField>;

export const settingsOf = (project: Settings): Settings => ({
  name: project.name,
  group_min: project.group_min,
  group_target: project.group_target,
  duration_ms: project.duration_ms,
  waiting_limit_ms: project.waiting_limit_ms,
  outcomes: project.outcomes,
});

/** Keys in any order are one value: the database gives back outcomes in an order of its own. */
const canonical = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
};

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(canonical(one)) === JSON.stringify(canonical(other));

export const changedFields = (from: Settings, to: Settings): SettingField[] =>
  settingFields.filter((field) => !isSame(from[field], to[field]));

/** The fields that differ, as a change to save. */
export const changeOf = (from: Settings, to: Settings): Partial<Settings> =>
  Object.fromEntries(changedFields(from, to).map((field) => [field, to[field]]));

/**
 * Two people's edits of the same settings. What only the others changed is taken; what both changed differently is a
 * conflict that the person decides.
 */
export const mergeSettings = (
  base: Settings,
  mine: Settings,
  theirs: Settings,
): { merged: Settings; conflicts: SettingField[] } => {
  const mineChanged = new Set(changedFields(base, mine));
  const theirsChanged = changedFields(base, theirs);
  const taken = theirsChanged.filter((field) => !mineChanged.has(field));
  const conflicts = theirsChanged.filter(
    (field) => mineChanged.has(field) && !isSame(mine[field], theirs[field]),
  );
  const merged = { ...mine, ...Object.fromEntries(taken.map((field) => [field, theirs[field]])) };
  return { merged, conflicts };
};
