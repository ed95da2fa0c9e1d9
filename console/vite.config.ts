import { defineConfig } from 'vite';
import { runtimeProxy } from './development.ts';

/** Each page of the site is an entry of its own; areas are loaded when they are first opened. */
const PAGES = ['', 'console/', 'portal/', 'embed/', 'account/', 'join/'];

const SHARED = [
  // All that is needed before somebody has logged in, which most visits of an app begin with.
  {
    name: 'enter',
    test: /preload-helper|rolldown\/runtime|session\/(login|settings|started|pkce|drafts)\.ts$/,
    priority: 5,
  },
  { name: 'preact', test: /node_modules\/@?preact\//, priority: 4 },
  { name: 'frame-en', test: /texts\/(parts|navigation|refusals)\.en\.ts$/, priority: 2 },
  { name: 'frame-de', test: /texts\/(parts|navigation|refusals)\.de\.ts$/, priority: 2 },
  { name: 'frame', test: /console\/(app|api|session)\//, minShareCount: 3, priority: 3 },
  { name: 'parts', test: /console\/parts\//, minShareCount: 6, priority: 1 },
];

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
    rolldownOptions: {
      input: PAGES.map((page) => `${import.meta.dirname}/${page}index.html`),
      // What many areas use comes in one file: each file of its own costs a slow machine more than its bytes.
      output: { codeSplitting: { groups: SHARED } },
    },
  },
});
