import type { Project } from '@convomatic/contracts';
import { computed, ref } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import { changedFields, changeOf, mergeSettings, settingsOf } from './settings-merge.ts';
import type { SettingField, Settings } from './settings-merge.ts';

export interface SettingsDraft {
  /** As the settings were when editing began: what is saved is told apart from it. */
  base: Ref<Settings>;
  draft: Ref<Settings>;
  changed: ComputedRef<SettingField[]>;
  /** What both people changed and nobody has decided yet. */
  conflicts: Ref<SettingField[]>;
  /** The change to save, with the row's version that it was made on. */
  change: () => Partial<Settings> & { version: number };
  reset: (project: Project) => void;
  merge: (theirs: Project) => void;
  takeTheirs: (field: SettingField) => void;
  keepMine: (field: SettingField) => void;
}

export const useSettingsDraft = (project: Project): SettingsDraft => {
  const base = ref(settingsOf(project));
  const draft = ref(settingsOf(project));
  const version = ref(project.version);
  const conflicts = ref<SettingField[]>([]);
  const changed = computed(() => changedFields(base.value, draft.value));

  const reset = (next: Project): void => {
    base.value = settingsOf(next);
    draft.value = settingsOf(next);
    version.value = next.version;
    conflicts.value = [];
  };

  const merge = (theirs: Project): void => {
    const result = mergeSettings(base.value, draft.value, settingsOf(theirs));
    base.value = settingsOf(theirs);
    draft.value = result.merged;
    version.value = theirs.version;
    conflicts.value = result.conflicts;
  };

  const keepMine = (field: SettingField): void => {
    conflicts.value = conflicts.value.filter((other) => other !== field);
  };
  const takeTheirs = (field: SettingField): void => {
    Object.assign(draft.value, { [field]: base.value[field] });
    keepMine(field);
  };
  const change = () => ({ version: version.value, ...changeOf(base.value, draft.value) });

  return { base, draft, changed, conflicts, change, reset, merge, takeTheirs, keepMine };
};
