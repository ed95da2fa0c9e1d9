import { useState } from 'preact/hooks';
import type { Partnership } from '../../../../api/operations.ts';
import { place } from '../../../../app/router.ts';
import { Answer, type Answered, useAnswer } from '../../../../parts/answer.tsx';
import { Badge } from '../../../../parts/figures.tsx';
import { Page } from '../../../../parts/page.tsx';
import { nameOf } from '../../../../parts/partner-name.tsx';
import { Tabs } from '../../../../parts/tabs.tsx';
import { api, may } from '../../../../session/person.ts';
import { partners, partner as texts } from '../texts.ts';
import { type Change, ChangeDialog } from './change-dialog.tsx';
import { Customers } from './customers.tsx';
import { Links } from './links.tsx';
import { Money } from './money.tsx';
import { PartnerActions } from './partner-actions.tsx';
import { Privacy } from './privacy.tsx';
import { Prospects } from './prospects.tsx';
import { Recruits } from './recruits.tsx';
import { Rewards } from './rewards.tsx';
import { Summary } from './summary.tsx';
import '../partners.css';

/** The parts of a partner's page. */
const TABS = ['summary', 'links', 'customers', 'rewards', 'prospects', 'recruits', 'money', 'privacy'] as const;
type TabName = (typeof TABS)[number];

/** Whether the person's role shows a part. */
const isShown = (tab: TabName): boolean => {
  switch (tab) {
    case 'customers':
      return may('sales:read');
    case 'rewards':
      return may('rewards:read');
    case 'prospects':
      return may('leads:read') || may('deals:read');
    case 'money':
      return may('billing:read');
    case 'privacy':
      return may('privacy:write');
    case 'summary':
    case 'links':
    case 'recruits':
      return true;
  }
};

interface TabProps {
  readonly partner: Partnership;
  readonly change: (change: Change) => void;
}

const Tab = ({ tab, partner, change }: TabProps & { readonly tab: TabName }) => {
  switch (tab) {
    case 'summary':
      return <Summary partner={partner} change={change} />;
    case 'links':
      return <Links partner={partner} />;
    case 'customers':
      return <Customers partner={partner} />;
    case 'rewards':
      return <Rewards partner={partner} />;
    case 'prospects':
      return <Prospects partner={partner} />;
    case 'recruits':
      return <Recruits partner={partner} change={change} />;
    case 'money':
      return <Money partner={partner} />;
    case 'privacy':
      return <Privacy partner={partner} />;
  }
};

const Head = ({ partner }: { readonly partner: Partnership }) => (
  <span class="badges">
    <Badge kind={partner.status === 'active' ? 'good' : 'neutral'}>{partners.t.statuses[partner.status]}</Badge>
    {partner.group === null ? null : <Badge>{partner.group.name}</Badge>}
    {partner.tier === null ? null : <Badge kind="info">{partner.tier.name}</Badge>}
    {partner.claimed ? null : <Badge kind="warning">{partners.t.noLogin}</Badge>}
    {partner.closed ? <Badge kind="bad">{texts.t.closed}</Badge> : null}
  </span>
);

const Content = ({ answered, tab }: { readonly answered: Answered<Partnership>; readonly tab: TabName }) => {
  const [change, setChange] = useState<Change>();
  return (
    <Answer of={answered} lines={12}>
      {(partner) => (
        <>
          <Tab tab={tab} partner={partner} change={setChange} />
          {change === undefined ? null : (
            <ChangeDialog
              partner={partner}
              change={change}
              close={(changed) => {
                setChange(undefined);
                if (changed) void answered.again();
              }}
            />
          )}
        </>
      )}
    </Answer>
  );
};

/** Everything about one partner. */
export const PartnerPage = ({ partner: key, tab: asked }: { readonly partner: string; readonly tab?: string }) => {
  const { t } = texts;
  const answered = useAnswer(() => api.get('/v2/partnerships/{partnership}', { params: { partnership: key } }), [key]);
  const { data } = answered;
  const tabs = TABS.filter((each) => isShown(each));
  const tab = tabs.find((each) => each === asked) ?? 'summary';
  const base = `/partners/${encodeURIComponent(key)}`;
  return (
    <Page
      title={data === undefined ? t.title : nameOf(data)}
      lead={data === undefined ? undefined : <Head partner={data} />}
      back={{ to: '/partners', title: partners.t.title }}
      actions={
        data === undefined || !may('partnerships:write') ? undefined : (
          <PartnerActions partner={data} again={answered.again} />
        )
      }
    >
      <Tabs
        label={t.parts}
        of={tabs.map((each) => ({
          to: each === 'summary' ? base : `${base}/${each}`,
          title: t.tabs[each],
          current: each === tab && place.value.path.startsWith('/partners/'),
        }))}
      />
      <Content answered={answered} tab={tab} />
    </Page>
  );
};
