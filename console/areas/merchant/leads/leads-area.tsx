import { at, Pages } from '../../../parts/pages.tsx';
import { LeadPage } from './lead.tsx';
import { LeadsList } from './leads-list.tsx';

/** Prospects that the merchant's team works. */
export const LeadsArea = ({ rest }: { readonly rest: string }) => (
  <Pages rest={rest} of={[at('/', () => <LeadsList />), at('/:lead', ({ lead }) => <LeadPage lead={lead} />)]} />
);
