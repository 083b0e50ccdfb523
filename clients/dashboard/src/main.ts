import ui from '@nuxt/ui/vue-plugin';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { useLanguage } from './platform/language/language.store.ts';
import { setWords } from './platform/language/language.ts';
import { useTheme } from './platform/theme.ts';
import './platform/theme.css';
import { router } from './router.ts';
import { words } from './words.ts';

const app = createApp(App);
app.use(createPinia());
// Before the first page is drawn, so that a dark one never flashes white, and a German one never English.
useTheme();
setWords(words);
useLanguage();
app.use(router);
app.use(ui);
app.mount('#app');
