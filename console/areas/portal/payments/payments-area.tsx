import { NoRight } from '../../../parts/empty-state.tsx';
import { at, Pages } from '../../../parts/pages.tsx';
import { may } from '../../../session/person.ts';
import { Method } from './method.tsx';
import { Overview } from './overview.tsx';
import { Payouts } from './payouts.tsx';
import { StatementPage } from './statement-page.tsx';
import { Statements } from './statements.tsx';

/** What is paid to the partner. */
export const PaymentsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <Overview />),
      at('/payouts', () => <Payouts />),
      at('/statements', () => <Statements />),
      at('/statements/:period', ({ period }) => <StatementPage key={period} period={period} />),
      at('/method', () => (may('portal:account:write') ? <Method /> : <NoRight />)),
    ]}
  />
);
