import { at, Pages } from '../../../parts/pages.tsx';
import { EditSegment, NewSegment } from './edit-segment.tsx';
import { SegmentsList } from './segments-list.tsx';

/** Partners who are chosen by their tags. */
export const SegmentsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <SegmentsList />),
      at('/new', () => <NewSegment />),
      at('/:segment', ({ segment }) => <EditSegment segment={segment} />),
    ]}
  />
);
