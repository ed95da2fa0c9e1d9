import { at, Pages } from '../../../parts/pages.tsx';
import { Right } from '../../../parts/right.tsx';
import { EditPage, NewPage } from './edit-page.tsx';
import { Colours } from './look.tsx';
import { PagesList } from './pages-list.tsx';
import { Welcome } from './welcome.tsx';
import './look.css';

/** How the portal looks, and what partners read there. */
export const LookArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <Colours />),
      at('/welcome', () => <Welcome />),
      at('/pages', () => <PagesList />),
      at('/pages/new', () => (
        <Right to="programs:write">
          <NewPage />
        </Right>
      )),
      at('/pages/:page', ({ page }) => <EditPage key={page} of={page} />),
    ]}
  />
);
