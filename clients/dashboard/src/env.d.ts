declare module '*.css';

/** For tools that do not read components; vue-tsc takes the real types. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
