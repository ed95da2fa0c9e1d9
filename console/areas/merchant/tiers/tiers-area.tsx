import { at, Pages } from '../../../parts/pages.tsx';
import { TiersPage } from './tiers-page.tsx';

/** Everything about tiers. */
export const TiersArea = ({ rest }: { readonly rest: string }) => (
  <Pages rest={rest} of={[at('/', () => <TiersPage />)]} />
);
