import type { Project } from '@convomatic/contracts';

export const settingFields = [
  'name',
  'group_target',
  'group_min',
  'naming',
  'conditions',
  'roles',
  'waiting_limit_ms',
  'waiting_extension_ms',
  'ready_check_ms',
  'duration_ms',
  'minimum_stay_ms',
  'drop_out_policy',
  'drop_out_grace_ms',
  'drop_out_pause_ms',
  'attention_every_ms',
  'attention_limit_ms',
  'outcomes',
  'allowed_origins',
  'retention_days',
] as const satisfies (keyof Project)[];

export type SettingField = (typeof settingFields)[number];
export type Settings = Pick<Project, SettingField>;

export const settingsOf = (project: Settings): Settings =>
  Object.fromEntries(settingFields.map((field) => [field, project[field]])) as Settings;

/** Keys in any order are one value: the database gives back outcomes in an order of its own. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
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
