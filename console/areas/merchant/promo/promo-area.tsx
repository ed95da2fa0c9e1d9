import { at, Pages } from '../../../parts/pages.tsx';
import { Right } from '../../../parts/right.tsx';
import { CreativesList } from './creatives-list.tsx';
import { EditCreative, NewCreative } from './edit-creative.tsx';
import { Order } from './order.tsx';
import { PlacementStatistics } from './statistics.tsx';
import './promo.css';

/** Promo material for partners. */
export const PromoArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <CreativesList />),
      at('/statistics', () => <PlacementStatistics />),
      at('/order', () => <Order />),
      at('/new/:kind', ({ kind }) => (
        <Right to="programs:write">
          <NewCreative key={kind} kind={kind} />
        </Right>
      )),
      at('/:creative', ({ creative }) => <EditCreative key={creative} of={creative} />),
    ]}
  />
);
