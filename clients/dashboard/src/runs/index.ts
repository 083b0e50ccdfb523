export { default as RunsSection } from './RunsSection.vue';
