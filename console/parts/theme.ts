import { signal } from '@preact/signals';
import { remember, remembered } from '../session/remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light, dark, or like the system. `theme.js` sets it before anything is shown. */
export const theme = signal<Theme>(THEMES.find((each) => each === remembered('theme')) ?? 'system');

/** Shows it. */
export const showTheme = (to: Theme): void => {
  if (to === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = to;
  const before = document.querySelector('meta[name="color-scheme"]');
  before?.setAttribute('content', to === 'system' ? 'light dark' : to);
  theme.value = to;
};

/** Changes it, and remembers it in this browser. */
export const switchTheme = (to: Theme): void => {
  remember('theme', to === 'system' ? undefined : to);
  showTheme(to);
};
