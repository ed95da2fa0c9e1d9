import { defineConfig } from 'vite';
import { runtimeProxy } from './development.ts';

/** Each page of the site is an entry of its own; areas are loaded when they are first opened. */
const PAGES = ['', 'console/', 'portal/', 'embed/', 'account/', 'join/'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [runtimeProxy()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    // Everything that a page needs is asked for by address: the policy of the site allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: { input: PAGES.map((page) => `${import.meta.dirname}/${page}index.html`) },
  },
});
