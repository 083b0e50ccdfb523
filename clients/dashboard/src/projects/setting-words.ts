import { formatGap } from '../platform/duration.ts';
import { t } from '../platform/language/language.ts';
import { settingFields } from './settings-merge.ts';
import type { SettingField, Settings } from './settings-merge.ts';

/** Welcome and farewell are typed as documents, and checked with the settings. */
const named = [...settingFields, 'welcome', 'farewell'] as const;

/** The name of the setting that a path such as `outcomes.completed.code` leads into. */
export const settingName = (path: string): string => {
  const root = path.split('.')[0];
  const field = named.find((name) => name === root);
  return field ? t(`projects.setting_${field}`) : path;
};

const outcomeLines = (outcomes: Settings['outcomes']): string =>
  (Object.keys(outcomes) as (keyof typeof outcomes)[])
    .map((outcome) => {
      const { code, redirect_url } = outcomes[outcome];
      return `${t(`projects.outcome_${outcome}`)}: ${code}${redirect_url ? ` → ${redirect_url}` : ''}`;
    })
    .join('\n');

/** A setting's value as people read it. */
export const describeSetting = (field: SettingField, settings: Settings): string => {
  if (field === 'duration_ms' || field === 'waiting_limit_ms') return formatGap(settings[field]);
  return field === 'outcomes' ? outcomeLines(settings.outcomes) : String(settings[field]);
};
