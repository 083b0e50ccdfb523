import type { Outcome } from '@convomatic/contracts/names';
import { formatGap } from '../platform/duration.ts';
import { linesOf } from '../platform/rich-text.ts';
import { settingFields } from './settings-merge.ts';
import type { SettingField, Settings } from './settings-merge.ts';

export const settingWords: Record<SettingField, string> = {
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
  const root = settingFields.find((field) => path === field || path.startsWith(`${field}.`));
  return root ? settingWords[root] : path;
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
  if (field === 'welcome' || field === 'farewell') return linesOf(settings[field]);
  if (field === 'duration_ms' || field === 'waiting_limit_ms') return formatGap(settings[field]);
  return field === 'outcomes' ? outcomeLines(settings.outcomes) : String(settings[field]);
};
