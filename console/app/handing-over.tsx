import type { ComponentChildren } from 'preact';
import { ApiClient } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { Button } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { accessToken, logOut, renewTokens } from '../session/login.ts';
import { portalOf } from '../session/portal-host.ts';
import { language } from './language.ts';
import { portal } from './portal-frame.tsx';
import { parts } from './texts.ts';

/** Why nobody is handed over. The way on is loaded anew: this page shows nothing else. */
const NotOver = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <main class="alone">
    <h1>{title}</h1>
    <EmptyState
      title={text}
      action={
        <>
          <Button kind="primary" onClick={() => location.assign('/portal/')}>
            {parts.t.toPortal}
          </Button>
          <Button onClick={() => void logOut()}>{parts.t.logOut}</Button>
        </>
      }
    />
  </main>
);

/** Hands the login over: to where the API says, and nowhere else. What the address of this page asks for is not believed. */
const handOver = async (program: string, host: string, challenge: string, state: string): Promise<never> => {
  const api = new ApiClient({ token: accessToken, program: () => program, refused: renewTokens });
  const { code, portal_url } = await api.post('/v2/portal/hand-overs', { body: { host, challenge } });
  const target = new URL(portal_url);
  target.search = new URLSearchParams({ code, state }).toString();
  location.replace(target);
  return new Promise(() => undefined);
};

/** For a partner who has logged in here on the way to a portal on a host of the merchant's own. */
export const handLoginOver = async (): Promise<ComponentChildren> => {
  await portal.load(language.peek());
  const query = new URLSearchParams(location.search);
  const [host, challenge, state] = ['host', 'challenge', 'state'].map((name) => query.get(name) ?? '');
  const nothing = <NotOver title={portal.t.noPortalHere} text={portal.t.noPortalHereText} />;
  if (host === undefined || challenge === undefined || state === undefined) return nothing;
  const whose = await portalOf(host);
  if (whose === undefined) return nothing;
  try {
    return await handOver(whose.program_key, host, challenge, state);
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    if (thrown.code === 'not_found' || thrown.code === 'unprocessable') return nothing;
    if (thrown.code !== 'forbidden') throw thrown;
    return <NotOver title={portal.t.notPartner(whose.name)} text={portal.t.notPartnerText} />;
  }
};
