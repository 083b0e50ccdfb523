import { formatGap } from '../platform/duration.ts';
import { t } from '../platform/language/language.ts';
import { settingFields } from './settings-merge.ts';
import type { SettingField, Settings } from './settings-merge.ts';

/** Texts are typed as documents, and checked with the settings. */
const named = [...settingFields, 'welcome', 'consent', 'farewell', 'language'] as const;

/** The name of the setting that a path such as `outcomes.completed.code` leads into. */
export const settingName = (path: string): string => {
  const root = path.split('.')[0];
  const field = named.find((name) => name === root);
  return field ? t(`projects.setting_${field}`) : path;
};

const outcomeLines = (outcomes: Settings['outcomes']): string =>
  (Object.keys(outcomes) as (keyof typeof outcomes)[])
    .map((outcome) => {
      const { code, redirect_url, pays } = outcomes[outcome];
      const address = redirect_url ? ` → ${redirect_url}` : '';
      return `${t(`projects.outcome_${outcome}`)}: ${code}${pays ? ` (${t('projects.pays')})` : ''}${address}`;
    })
    .join('\n');

const wholeNumber = (count: number | null): string => (count === null ? t('projects.off') : String(count));

const linesOf = (lines: string[]): string => (lines.length === 0 ? t('projects.off') : lines.join('\n'));

/** Those that neither are a time nor a plain word or number. */
const described: Partial<Record<SettingField, (settings: Settings) => string>> = {
  naming: ({ naming }) => t(`projects.naming_${naming}`),
  drop_out_policy: ({ drop_out_policy }) => t(`projects.drop_out_${drop_out_policy}`),
  conditions: ({ conditions }) =>
    linesOf(conditions.map(({ name, weight }) => `${name} × ${String(weight)}`)),
  roles: ({ roles }) => linesOf(roles),
  outcomes: ({ outcomes }) => outcomeLines(outcomes),
  allowed_origins: ({ allowed_origins }) => linesOf(allowed_origins),
  retention_days: ({ retention_days }) => wholeNumber(retention_days),
};

const describeValue = (field: string, value: unknown): string => {
  if (typeof value === 'number') return field.endsWith('_ms') ? formatGap(value) : String(value);
  return typeof value === 'string' ? value : t('projects.off');
};

/** A setting's value as people read it. */
export const describeSetting = (field: SettingField, settings: Settings): string =>
  described[field]?.(settings) ?? describeValue(field, settings[field]);

/** The same of one value alone, as it stands in a version. */
export const describeChange = (field: string, value: unknown): string => {
  const known = settingFields.find((name) => name === field);
  return known ? describeSetting(known, { [known]: value } as Settings) : describeValue(field, value);
};
