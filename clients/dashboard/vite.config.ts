import ui from '@nuxt/ui/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { theme } from './src/platform/ui-theme.ts';

export default defineConfig({
  plugins: [
    vue(),
    ui({
      ui: theme,
      // Components and composables are imported by name, so that a reader and the compiler see where they come from.
      autoImport: false,
      dts: false,
      colorMode: false,
      // Icons travel in the bundle: the page asks no other host for anything.
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] } } },
    }),
  ],
  // Of vue-i18n only what is used; its messages are interpreted, so the page needs no eval.
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: {
    proxy: {
      '/api': 'http://localhost:8080',
      '/collaboration': { target: 'http://localhost:8080', ws: true },
      '/socket.io': { target: 'http://localhost:8080', ws: true },
    },
  },
});
