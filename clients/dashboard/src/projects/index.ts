export { settingName } from './setting-words.ts';
export { useProject } from './project.store.ts';
