import type { ComponentChildren } from 'preact';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { NotFound } from '../../../parts/empty-state.tsx';
import { Badge, KeyFigure, KeyFigures, moneyText, numberText } from '../../../parts/figures.tsx';
import { Page } from '../../../parts/page.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { FormTab } from './form-tab.tsx';
import { LinksTab } from './links-tab.tsx';
import { OffersTab } from './offers-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { SocialTab } from './social-tab.tsx';
import type { TabProps } from './tab-props.ts';
import { groups } from './texts.ts';

const TABS = ['offers', 'links', 'social', 'leads', 'deals', 'applications', 'settings'] as const;
type Tab = (typeof TABS)[number];

const Figures = ({ group }: { readonly group: string }) => {
  const { t } = groups;
  const statistics = useAnswer(() => api.get('/v2/groups/{group}/statistics', { params: { group } }), [group]);
  return (
    <section class="card" aria-label={t.figures}>
      <Answer of={statistics} lines={2}>
        {({ partners, range, total, currency }) => {
          const money = (amount: number): string => moneyText(amount, currency);
          return (
            <>
              <KeyFigures>
                <KeyFigure label={t.partners} value={numberText(partners)} />
                <KeyFigure label={t.clicks} value={numberText(range.clicks)} note={t.inAll(numberText(total.clicks))} />
                <KeyFigure
                  label={t.signUps}
                  value={numberText(range.sign_ups)}
                  note={t.inAll(numberText(total.sign_ups))}
                />
                <KeyFigure label={t.revenue} value={money(range.revenue)} note={t.inAll(money(total.revenue))} />
                <KeyFigure
                  label={t.rewardCost}
                  value={money(range.reward_cost)}
                  note={t.inAll(money(total.reward_cost))}
                />
              </KeyFigures>
              <p class="muted small figures-note">{t.figures}</p>
            </>
          );
        }}
      </Answer>
    </section>
  );
};

const tabOf = (tab: Tab, props: TabProps): ComponentChildren => {
  switch (tab) {
    case 'offers':
      return <OffersTab {...props} />;
    case 'links':
      return <LinksTab {...props} />;
    case 'social':
      return <SocialTab {...props} />;
    case 'leads':
      return <FormTab key="lead" kind="lead" {...props} />;
    case 'deals':
      return <FormTab key="deal" kind="deal" {...props} />;
    case 'applications':
      return <FormTab key="application" kind="application" {...props} />;
    case 'settings':
      return <SettingsTab {...props} />;
  }
};

/** A group with everything that it decides, one tab for each kind of it. */
export const GroupEditor = ({ group: key, tab: named }: { readonly group: string; readonly tab: string }) => {
  const { t } = groups;
  const editor = useAnswer(() => api.get('/v2/groups/{group}', { params: { group: key } }), [key]);
  const tab = TABS.find((each) => each === named);
  if (tab === undefined || editor.problem?.code === 'not_found') return <NotFound />;
  const group = editor.data;
  return (
    <Page
      title={group?.name ?? t.title}
      back={{ to: '/groups', title: t.back }}
      lead={
        group?.default === true || group?.archived === true ? (
          <span class="badges">
            {group.default ? <Badge kind="info">{t.default}</Badge> : null}
            {group.archived ? <Badge>{t.archived}</Badge> : null}
          </span>
        ) : undefined
      }
    >
      {group?.archived === true ? <p class="note note-info">{t.archivedNote}</p> : null}
      <Figures group={key} />
      <Tabs
        label={t.tabsLabel}
        of={TABS.map((each) => ({ to: `/groups/${key}/${each}`, title: t.tabs[each], current: each === tab }))}
      />
      <Answer of={editor} lines={10}>
        {(data) => tabOf(tab, { group: data, program: settingsOfProgram(), changed: editor.again })}
      </Answer>
    </Page>
  );
};
