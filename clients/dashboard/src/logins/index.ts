export { useMe } from './me.store.ts';
export type { OwnTeam } from './me.store.ts';
export { keepReturn, takeReturn } from './kept-return.ts';
export { default as EntryFrame } from './EntryFrame.vue';
export { default as LoginList } from './LoginList.vue';
export { default as SignInForm } from './SignInForm.vue';
