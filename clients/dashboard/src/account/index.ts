export { default as AccountMenu } from './AccountMenu.vue';
export { useChosenLanguage } from './chosen-language.ts';
export { useSigningOut } from './signing-out.ts';
