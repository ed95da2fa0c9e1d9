import type { ComponentChildren } from 'preact';
import { place } from '../../../app/router.ts';
import { Page } from '../../../parts/page.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { may } from '../../../session/person.ts';
import { payments } from './texts.ts';

const TABS = [
  { name: 'overview', to: '/payments' },
  { name: 'payouts', to: '/payments/payouts' },
  { name: 'statements', to: '/payments/statements' },
  { name: 'method', to: '/payments/method' },
] as const;

interface FrameProps {
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page about payments, with the way to the others. */
export const Frame = ({ actions, children }: FrameProps) => {
  const { t } = payments;
  const { path } = place.value;
  const shown = TABS.filter(({ name }) => name !== 'method' || may('portal:account:write'));
  return (
    <Page title={t.title} lead={t.lead} actions={actions}>
      <Tabs label={t.tabs} of={shown.map(({ name, to }) => ({ to, title: t[name], current: path === to }))} />
      {children}
    </Page>
  );
};
