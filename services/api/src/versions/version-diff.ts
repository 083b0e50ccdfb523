import { projectSettings, textSettings } from '@convomatic/contracts';
import type { SettingChange, Snapshot, TextChange, VersionDiff } from '@convomatic/contracts';
import { isDeepStrictEqual } from 'node:util';
import { diffPrompts } from './prompts-diff.ts';
import { diffTexts } from './text-diff.ts';

type Settings = Snapshot['project'];

const isText = (field: string): field is TextChange['field'] => textSettings.some((name) => name === field);

const listChanged = (from: Settings, to: Settings): (keyof Settings)[] =>
  (Object.keys(projectSettings) as (keyof Settings)[]).filter(
    (field) => !isDeepStrictEqual(from[field], to[field]),
  );

/** What somebody who knows `from` has to be told of `to`. */
export const diffSnapshots = (from: Snapshot, to: Snapshot): VersionDiff => {
  const { language } = to.project;
  const changed = listChanged(from.project, to.project);
  return {
    settings: changed
      .filter((field): field is SettingChange['field'] => !isText(field))
      .map((field) => ({ field, from: from.project[field], to: to.project[field] })),
    texts: changed.filter(isText).map((field) => ({
      field,
      parts: diffTexts(from.project[field], to.project[field], language),
    })),
    prompts: diffPrompts({ from: from.prompts, to: to.prompts, language }),
  };
};
