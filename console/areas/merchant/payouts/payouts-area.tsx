import { at, Pages } from '../../../parts/pages.tsx';
import { PayoutsList } from './payouts-list.tsx';

/** What was sent to partners. */
export const PayoutsArea = ({ rest }: { readonly rest: string }) => (
  <Pages rest={rest} of={[at('/', () => <PayoutsList />)]} />
);
