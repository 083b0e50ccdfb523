export { default as PublishButton } from './PublishButton.vue';
export { usePublishing } from './publishing.store.ts';
export { usePromptOffsets } from './snapshots.ts';
