import type { Outcome } from '@convomatic/contracts/names';
import { formatGap } from '../platform/duration.ts';
import type { SettingField, Settings } from './settings-merge.ts';

/** Welcome and farewell are typed as documents, and checked with the settings. */
export const settingWords: Record<SettingField | 'welcome' | 'farewell', string> = {
  name: 'Name',
  group_min: 'Smallest group',
  group_target: 'Full group',
  duration_ms: 'Length of the talk',
  waiting_limit_ms: 'Longest wait',
  welcome: 'Welcome',
  farewell: 'Farewell',
  outcomes: 'Outcomes',
};

/** The name of the setting that a path such as `outcomes.completed.code` leads into. */
export const settingName = (path: string): string => {
  const [root = path] = path.split('.');
  return Object.hasOwn(settingWords, root) ? settingWords[root as keyof typeof settingWords] : path;
};

export const outcomeWords: Record<Outcome, string> = {
  completed: 'Completed',
  waited_too_long: 'Waited too long',
  partner_left: 'A partner left',
  no_consent: 'No consent',
  screened_out: 'Screened out',
  removed: 'Removed by the team',
  failed: 'Failed, or left early',
};

const outcomeLines = (outcomes: Settings['outcomes']): string =>
  Object.entries(outcomes)
    .map(
      ([outcome, { code, redirect_url }]) => `${outcome}: ${code}${redirect_url ? ` → ${redirect_url}` : ''}`,
    )
    .join('\n');

/** A setting's value as people read it. */
export const describeSetting = (field: SettingField, settings: Settings): string => {
  if (field === 'duration_ms' || field === 'waiting_limit_ms') return formatGap(settings[field]);
  return field === 'outcomes' ? outcomeLines(settings.outcomes) : String(settings[field]);
};
