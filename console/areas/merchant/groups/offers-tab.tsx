import { EmptyState } from '../../../parts/empty-state.tsx';
import { OfferList } from './offer-list.tsx';
import type { TabProps } from './tab-props.ts';
import { offers } from './texts.ts';

/** What partners of the group earn: its own offers, and those for all groups. */
export const OffersTab = ({ group, program }: TabProps) => {
  const { t } = offers;
  return (
    <OfferList
      group={group}
      program={program}
      title={t.own}
      lead={t.lead}
      empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
    />
  );
};
