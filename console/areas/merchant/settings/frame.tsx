import type { ComponentChildren } from 'preact';
import type { Scope } from '../../../../domain/roles.ts';
import { Page } from '../../../parts/page.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { may } from '../../../session/person.ts';
import { settings } from './texts.ts';

type Tab = keyof typeof settings.t.tabs;

const TABS = [
  ['program', 'programs:read'],
  ['keys', 'keys:write'],
  ['team', 'team:read'],
  ['billing', 'merchant:read'],
  ['plan', 'programs:read'],
  ['audit', 'audit:read'],
] as const satisfies readonly (readonly [Tab, Scope])[];

interface FrameProps {
  readonly tab: Tab;
  readonly lead: string;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page of the settings below their tabs; tabs that somebody may not see are not there. */
export const Frame = ({ tab, lead, actions, children }: FrameProps) => {
  const { t } = settings;
  const shown = TABS.filter(([, scope]) => may(scope));
  return (
    <Page title={t.tabs[tab]} lead={lead} actions={actions}>
      <Tabs
        label={t.title}
        of={shown.map(([name]) => ({ to: `/settings/${name}`, title: t.tabs[name], current: name === tab }))}
      />
      {children}
    </Page>
  );
};
