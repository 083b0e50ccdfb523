export { copyPrompts } from './copy-prompts.ts';
export { findMissingFiles } from './prompt-assets.ts';
export { listPrompts } from './prompts.repository.ts';
export { promptTexts } from './prompt-texts.ts';
export { replacePrompts } from './replace-prompts.ts';
export { createPromptRoutes } from './prompts.routes.ts';
export { createPrompts } from './prompts.service.ts';
export type { Prompts } from './prompts.service.ts';
