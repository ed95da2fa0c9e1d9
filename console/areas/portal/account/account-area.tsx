import { at, Pages } from '../../../parts/pages.tsx';
import { Login } from './login.tsx';
import { Privacy } from './privacy.tsx';
import { Profile } from './profile.tsx';
import { Tax } from './tax.tsx';

/** Everything about the partner itself. */
export const AccountArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <Profile />),
      at('/tax', () => <Tax />),
      at('/login', () => <Login />),
      at('/privacy', () => <Privacy />),
    ]}
  />
);
