import { at, Pages } from '../../../parts/pages.tsx';
import { GroupEditor } from './group-editor.tsx';
import { GroupsList } from './groups-list.tsx';
import './groups.css';

/** Everything about groups. */
export const GroupsArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <GroupsList />),
      at('/:group', ({ group }) => <GroupEditor key={group} group={group} tab="offers" />),
      at('/:group/:tab', ({ group, tab }) => <GroupEditor key={group} group={group} tab={tab} />),
    ]}
  />
);
