import type { ComponentChildren } from 'preact';
import { href } from '../../../app/router.ts';
import type { Answered } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Page } from '../../../parts/page.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { prospects } from './texts.ts';

const PLACES = {
  leads: { to: '/prospects', add: '/prospects/new' },
  deals: { to: '/prospects/deals', add: '/prospects/deals/new' },
} as const;
/** Which of the two lists. */
export type Shown = keyof typeof PLACES;

interface FrameProps {
  readonly shown: Shown;
  readonly form: Answered<{ readonly enabled: boolean }>;
  readonly children: ComponentChildren;
}

/** A list of what was handed in, with the way to the other one and to the form. */
export const Frame = ({ shown, form, children }: FrameProps) => {
  const { t } = prospects;
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        form.data?.enabled === true ? (
          <LinkButton kind="primary" to={href(PLACES[shown].add)}>
            {shown === 'leads' ? t.newLead : t.newDeal}
          </LinkButton>
        ) : undefined
      }
    >
      <Tabs
        label={t.tabs}
        of={(['leads', 'deals'] as const).map((each) => ({
          to: PLACES[each].to,
          title: t[each],
          current: each === shown,
        }))}
      />
      <p class="muted">{shown === 'leads' ? t.leadsLead : t.dealsLead}</p>
      {children}
    </Page>
  );
};

/** Nothing was handed in: what to do, if it can be done. */
export const Nothing = ({ shown, enabled }: { readonly shown: Shown; readonly enabled: boolean }) => {
  const { t } = prospects;
  if (!enabled) {
    return (
      <EmptyState
        title={shown === 'leads' ? t.formOffLeads : t.formOffDeals}
        action={<LinkButton to={href('/links')}>{t.toLinks}</LinkButton>}
      >
        {t.formOffText}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={shown === 'leads' ? t.noLeads : t.noDeals}
      action={
        <LinkButton kind="primary" to={href(PLACES[shown].add)}>
          {shown === 'leads' ? t.newLead : t.newDeal}
        </LinkButton>
      }
    >
      {shown === 'leads' ? t.noLeadsText : t.noDealsText}
    </EmptyState>
  );
};
