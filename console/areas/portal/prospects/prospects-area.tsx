import { at, Pages } from '../../../parts/pages.tsx';
import { DealPage } from './deal-page.tsx';
import { DealsList } from './deals-list.tsx';
import { LeadPage } from './lead-page.tsx';
import { LeadsList } from './leads-list.tsx';
import { EditProspect, NewProspect } from './new-prospect.tsx';

/** Leads and deals of the partner. */
export const ProspectsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <LeadsList />),
      at('/new', () => <NewProspect key="lead" kind="lead" />),
      at('/deals', () => <DealsList />),
      at('/deals/new', () => <NewProspect key="deal" kind="deal" />),
      at('/deals/:deal/edit', ({ deal }) => <EditProspect key={deal} kind="deal" of={deal} />),
      at('/leads/:lead/edit', ({ lead }) => <EditProspect key={lead} kind="lead" of={lead} />),
      at('/deals/:deal', ({ deal }) => <DealPage key={deal} deal={deal} />),
      at('/leads/:lead', ({ lead }) => <LeadPage key={lead} lead={lead} />),
    ]}
  />
);
