import { at, Pages } from '../../../parts/pages.tsx';
import { DealPage } from './deal.tsx';
import { DealsList } from './deals-list.tsx';

/** Opportunities that partners work. */
export const DealsArea = ({ rest }: { readonly rest: string }) => (
  <Pages rest={rest} of={[at('/', () => <DealsList />), at('/:deal', ({ deal }) => <DealPage deal={deal} />)]} />
);
