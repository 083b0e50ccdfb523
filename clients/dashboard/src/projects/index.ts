import { defineAsyncComponent } from 'vue';

export { joinLink } from './project-links.ts';
export { useProject } from './project.store.ts';
export { describeChange, settingName } from './setting-words.ts';

/** Comes with its first use: it opens from anywhere. */
export const ProjectCreate = defineAsyncComponent(() => import('./ProjectCreate.vue'));
