import type { ComponentChildren } from 'preact';
import { App, type AppProps } from './app.tsx';
import { language } from './language.ts';
import { loadLook } from './look.ts';
import { PORTAL_AREAS } from './portal-areas.ts';
import { AboveEveryPage, BelowEveryPage, brand, loadTerms, portal } from './portal-frame.tsx';

/** The pages of the portal in the program's look, as a page of their own. */
export const portalPages = async (
  around: Pick<AppProps, 'switcher' | 'other' | 'frame'>,
): Promise<ComponentChildren> => {
  await Promise.all([loadLook(), loadTerms(), portal.load(language.peek())]);
  return <App areas={PORTAL_AREAS} brand={brand} above={<AboveEveryPage />} below={<BelowEveryPage />} {...around} />;
};
