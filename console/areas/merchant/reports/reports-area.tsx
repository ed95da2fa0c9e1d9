import { at, Pages } from '../../../parts/pages.tsx';
import { ByDay } from './by-day.tsx';
import { ByGroup } from './by-group.tsx';
import { BySubject } from './by-subject.tsx';
import './reports.css';

/** What the program brought and cost, from every side. */
export const ReportsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <ByDay />),
      at('/groups', () => <ByGroup />),
      at('/partners', () => <BySubject key="partners" by="partnership" />),
      at('/links', () => <BySubject key="links" by="link" />),
    ]}
  />
);
