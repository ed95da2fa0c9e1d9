import type { ComponentChildren } from 'preact';
import { place } from '../../../app/router.ts';
import { Page } from '../../../parts/page.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { account } from './texts.ts';

const TABS = [
  { name: 'profile', to: '/account' },
  { name: 'tax', to: '/account/tax' },
  { name: 'login', to: '/account/login' },
  { name: 'privacy', to: '/account/privacy' },
] as const;

/** A page about the account, with the way to the others. */
export const Frame = ({ children }: { readonly children: ComponentChildren }) => {
  const { t } = account;
  const { path } = place.value;
  return (
    <Page title={t.title} lead={t.lead}>
      <Tabs label={t.tabs} of={TABS.map(({ name, to }) => ({ to, title: t[name], current: path === to }))} />
      {children}
    </Page>
  );
};
