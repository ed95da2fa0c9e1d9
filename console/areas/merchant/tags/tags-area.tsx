import { at, Pages } from '../../../parts/pages.tsx';
import { TagsList } from './tags-list.tsx';

/** The labels that partners are sorted by. */
export const TagsArea = ({ rest }: { readonly rest: string }) => (
  <Pages rest={rest} of={[at('/', () => <TagsList />)]} />
);
