import ui from '@nuxt/ui/vue-plugin';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { useTheme } from './platform/theme.ts';
import './platform/theme.css';
import { router } from './router.ts';

const app = createApp(App);
app.use(createPinia());
// Before the first page is drawn, so that a dark one never flashes white.
useTheme();
app.use(router);
app.use(ui);
app.mount('#app');
