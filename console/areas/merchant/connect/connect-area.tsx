import { at, Pages } from '../../../parts/pages.tsx';
import { Domains } from './domains.tsx';
import { PortalSnippets } from './portal-snippets.tsx';
import { Snippets } from './snippets.tsx';
import { TestEvents } from './test-events.tsx';
import './connect.css';

/** How the merchant's site is connected, and whether it works. */
export const ConnectArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <Snippets />),
      at('/test', () => <TestEvents />),
      at('/portal', () => <PortalSnippets />),
      at('/domains', () => <Domains />),
    ]}
  />
);
