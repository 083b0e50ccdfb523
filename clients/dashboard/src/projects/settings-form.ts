import type { Project } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { computed, ref, watch } from 'vue';
import { explain, explainFields } from '../platform/api.ts';
import { t } from '../platform/language/language.ts';
import { useSaving } from '../platform/saving.ts';
import { useProject } from './project.store.ts';
import { useSettingsDraft } from './settings-draft.ts';
import type { SettingField } from './settings-merge.ts';

const clocks = [
  'duration_ms',
  'minimum_stay_ms',
  'waiting_limit_ms',
  'waiting_extension_ms',
  'ready_check_ms',
  'drop_out_grace_ms',
  'drop_out_pause_ms',
  'attention_every_ms',
  'attention_limit_ms',
] as const satisfies SettingField[];

type Clock = (typeof clocks)[number];

const allReadable = () => Object.fromEntries(clocks.map((field) => [field, false])) as Record<Clock, boolean>;

/** What is typed in fields that read it by themselves. */
const useTyping = () => {
  /** Times whose typing is no time yet. */
  const unreadable = ref(allReadable());
  /** Counts the resets: a field begins anew with each, whatever was typed in it. */
  const round = ref(0);
  const hasUnreadable = computed(() => Object.values(unreadable.value).includes(true));
  const forget = (): void => {
    unreadable.value = allReadable();
    round.value += 1;
  };
  return { unreadable, round, hasUnreadable, forget };
};

/** What the server said to the settings. */
const useAnswer = () => {
  const problems = ref<Record<string, string>>({});
  const refusal = ref<string | null>(null);
  const clear = (): void => {
    problems.value = {};
    refusal.value = null;
  };
  const show = (error: unknown): void => {
    refusal.value = explain(error);
    problems.value = explainFields(error);
  };
  return { problems, refusal, clear, show };
};

/** The settings of the open project while a person edits them, and what the server said to them. */
export const useSettingsForm = (project: Project) => {
  const current = useProject();
  const saving = useSaving();
  const edited = useSettingsDraft(project);
  const typing = useTyping();
  const answer = useAnswer();
  const { refusal } = answer;

  const reset = (): void => {
    answer.clear();
    typing.forget();
    if (current.project) edited.reset(current.project);
  };

  const isTouched = computed(() => edited.changed.value.length > 0 || typing.hasUnreadable.value);

  // Nobody's typing is overwritten: a page without changes follows the others, one with changes asks when it saves.
  watch(
    () => current.project?.version,
    () => {
      if (!isTouched.value) reset();
    },
  );

  const merge = async (): Promise<void> => {
    await current.reload();
    if (!current.project) return;
    edited.merge(current.project);
    refusal.value = t(
      edited.conflicts.value.length > 0 ? 'projects.overtaken_same' : 'projects.overtaken_other',
    );
  };

  const refuse = (error: unknown): void | Promise<void> =>
    error instanceof ApiError && error.code === 'stale_version' ? merge() : answer.show(error);

  /** Answers whether all is saved; else the form says what is wrong. */
  const save = async (): Promise<boolean> => {
    answer.clear();
    if (typing.hasUnreadable.value) {
      refusal.value = t('projects.not_readable');
      return false;
    }
    const isSaved = await saving.attempt(() => current.save(project.id, edited.change()), refuse);
    if (isSaved) reset();
    return isSaved;
  };

  const decide =
    (choose: (field: SettingField) => void) =>
    (field: SettingField): void => {
      choose(field);
      if (edited.conflicts.value.length === 0) refusal.value = null;
    };

  const decided = { takeTheirs: decide(edited.takeTheirs), keepMine: decide(edited.keepMine) };

  return { ...edited, ...typing, ...answer, ...decided, isTouched, reset, save };
};

export type SettingsForm = ReturnType<typeof useSettingsForm>;
