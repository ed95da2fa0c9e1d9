import { at, Pages } from '../../../parts/pages.tsx';
import { LinkPage, NewLink } from './link-form.tsx';
import { LinksList } from './links-list.tsx';

/** The partner's links and codes. */
export const LinksArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <LinksList />),
      at('/new', () => <NewLink />),
      at('/:link', ({ link }) => <LinkPage link={link} />),
    ]}
  />
);
