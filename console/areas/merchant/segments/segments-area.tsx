import { at, Pages } from '../../../parts/pages.tsx';
import { Right } from '../../../parts/right.tsx';
import { EditSegment, NewSegment } from './edit-segment.tsx';
import { SegmentsList } from './segments-list.tsx';

/** Partners who are chosen by their tags. */
export const SegmentsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <SegmentsList />),
      at('/new', () => (
        <Right to="programs:write">
          <NewSegment />
        </Right>
      )),
      at('/:segment', ({ segment }) => <EditSegment segment={segment} />),
    ]}
  />
);
