import { at, Pages } from '../../../parts/pages.tsx';
import { PartnersList } from './partners-list.tsx';

/** Everything about partners. */
export const PartnersArea = ({ rest }: { readonly rest: string }) => (
  <Pages rest={rest} of={[at('/', () => <PartnersList />)]} />
);
