export { default as CommandHost } from './CommandHost.vue';
export { default as SearchButton } from './SearchButton.vue';
