export { keepReturn } from './kept-return.ts';
export { useMe } from './me.store.ts';
export { default as SignedInAs } from './SignedInAs.vue';
