import { z } from 'zod';
import { projectSettings } from './project-settings.ts';
import { frozenPrompt } from './prompt.ts';
import { id } from './scalars.ts';

/** The settings that are texts; the others are compared as values. */
export const textSettings = ['welcome', 'consent', 'farewell'] as const;

/** A text by words: those of kind `same` and `added` make the newer one. */
const textPart = z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() });
export type TextPart = z.infer<typeof textPart>;

const settingChange = z.object({
  field: z.enum(Object.keys(projectSettings) as [keyof typeof projectSettings]).exclude(textSettings),
  from: z.json(),
  to: z.json(),
});
export type SettingChange = z.infer<typeof settingChange>;

/** Where no part was added or removed, only its form is another. */
const textChange = z.object({ field: z.enum(textSettings), parts: z.array(textPart) });
export type TextChange = z.infer<typeof textChange>;

const promptChange = z.object({
  id,
  kinds: z.array(z.enum(['added', 'removed', 'moved', 'changed'])).min(1),
  from: frozenPrompt.nullable(),
  to: frozenPrompt.nullable(),
  /** Its body. */
  parts: z.array(textPart),
});
export type PromptChange = z.infer<typeof promptChange>;

/** What is different between two versions, or a version and the draft; nothing of what is the same. */
export const versionDiff = z.object({
  settings: z.array(settingChange),
  texts: z.array(textChange),
  /** In the newer one's order, the removed ones behind it. */
  prompts: z.array(promptChange),
});
export type VersionDiff = z.infer<typeof versionDiff>;
