import { loadFrame, showPage } from '../app/boot.tsx';
import { catalogue, language } from '../app/language.ts';
import { Preferences } from '../app/shell.tsx';
import { parts } from '../app/texts.ts';
import { Button, LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { hasTokens, logIn, logOut, takeCode } from '../session/login.ts';
import { meetPerson } from '../session/person.ts';
import { portalOf } from '../session/portal-host.ts';
import { remembered } from '../session/remembered.ts';
import { atHome, isHome, settings } from '../session/settings.ts';

const start = catalogue({ en: () => import('../texts/start.en.ts'), de: () => import('../texts/start.de.ts') });

const Welcome = ({ signUp }: { readonly signUp: boolean }) => {
  const { t } = start;
  return (
    <main class="alone welcome">
      <img src="/favicon.svg" alt={parts.t.product} width="56" height="56" />
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <div class="actions">
        <Button kind="primary" onClick={() => void logIn({ to: '/', asked: true })}>
          {t.logIn}
        </Button>
        {signUp ? <LinkButton to="/account/#sign-up">{t.signUp}</LinkButton> : null}
      </div>
      <p>
        <a href="/account/#password">{t.forgot}</a>
      </p>
      <p class="muted">{signUp ? `${t.logInText} ${t.signUpText}` : t.logInText}</p>
      <Preferences />
    </main>
  );
};

const Nowhere = () => (
  <main class="alone">
    <h1>{start.t.nobody}</h1>
    <EmptyState title={start.t.nobodyText} action={<Button onClick={() => void logOut()}>{parts.t.logOut}</Button>} />
  </main>
);

/** Leads whoever has logged in to the own side of the product; everybody else may log in here. */
const lead = async (): Promise<void> => {
  // On a host of a merchant's own there is its portal and nothing else.
  if (!(await atHome()) && (await portalOf(location.hostname)) !== undefined) return location.replace('/portal/');
  if (!(await isHome())) return;
  const frame = Promise.all([loadFrame(), start.load(language.peek())]);
  await takeCode().catch(() => undefined);
  if (hasTokens()) {
    const { memberships, partnerships } = await meetPerson('merchant');
    const home = memberships.length > 0 ? '/console/' : partnerships.length > 0 ? '/portal/' : undefined;
    if (home !== undefined) return location.replace(home);
    await frame;
    return showPage(<Nowhere />);
  }
  const home = remembered('home');
  if (home === '/console/' || home === '/portal/') return location.replace(home);
  const [{ sign_up }] = await Promise.all([settings(), frame]);
  document.title = parts.t.product;
  return showPage(<Welcome signUp={sign_up === 'on'} />);
};

void lead();
