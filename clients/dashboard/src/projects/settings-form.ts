import type { Project } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { ref, watch } from 'vue';
import { explain } from '../platform/api.ts';
import { useSaving } from '../platform/saving.ts';
import { useProject } from './project.store.ts';
import { useSettingsDraft } from './settings-draft.ts';
import type { SettingField } from './settings-merge.ts';

const overtaken = {
  same: 'Somebody else changed the same settings. Choose for each, then save again.',
  other:
    'Somebody else changed other settings meanwhile. They are in the form now: look at them and save again.',
};

/** The settings of the open project while a person edits them, and what the server said to them. */
export const useSettingsForm = (project: Project) => {
  const current = useProject();
  const saving = useSaving();
  const edited = useSettingsDraft(project);
  const problems = ref<Record<string, string>>({});
  const refusal = ref<string | null>(null);

  const clear = (): void => {
    problems.value = {};
    refusal.value = null;
  };
  const reset = (): void => {
    clear();
    if (current.project) edited.reset(current.project);
  };

  // Nobody's typing is overwritten: a page without changes follows the others, one with changes asks when it saves.
  watch(
    () => current.project?.version,
    () => {
      if (edited.changed.value.length === 0) reset();
    },
  );

  const merge = async (): Promise<void> => {
    await current.reload();
    if (!current.project) return;
    edited.merge(current.project);
    refusal.value = edited.conflicts.value.length > 0 ? overtaken.same : overtaken.other;
  };

  const refuse = async (error: unknown): Promise<void> => {
    if (error instanceof ApiError && error.code === 'stale_version') return merge();
    refusal.value = explain(error);
    problems.value = error instanceof ApiError ? error.fields : {};
  };

  const save = async (): Promise<void> => {
    clear();
    const isSaved = await saving.attempt(() => current.save(project.id, edited.change()), refuse);
    if (isSaved) reset();
  };

  const decide =
    (choose: (field: SettingField) => void) =>
    (field: SettingField): void => {
      choose(field);
      if (edited.conflicts.value.length === 0) refusal.value = null;
    };

  return {
    ...edited,
    takeTheirs: decide(edited.takeTheirs),
    keepMine: decide(edited.keepMine),
    ...{ problems, refusal, reset, save },
  };
};
