import type { AccountPage } from '../app/account-page.ts';
import { ACCOUNT_PAGES } from '../app/account-pages.ts';
import { loadFrame, showPage } from '../app/boot.tsx';
import { language } from '../app/language.ts';
import { startRouter } from '../app/router.ts';
import { Preferences } from '../app/shell.tsx';
import { parts } from '../app/texts.ts';
import { Asking } from '../parts/asking.tsx';
import { LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { takeCode } from '../session/login.ts';
import { isHome } from '../session/settings.ts';

const Nothing = () => (
  <>
    <h1>{parts.t.notFound}</h1>
    <EmptyState title={parts.t.notFoundText} action={<LinkButton to="/">{parts.t.toStart}</LinkButton>} />
  </>
);

/** The page that the address asks for behind its `#`, and what it is given: `#password=pwr_…`. */
const asked = (): { readonly page: AccountPage | undefined; readonly token: string } => {
  const [name = '', token = ''] = decodeURIComponent(location.hash.slice(1)).split('=', 2);
  return { page: ACCOUNT_PAGES.find((each) => each.name === name), token };
};

const show = async (): Promise<void> => {
  const { page, token } = asked();
  const module = await page?.load();
  await Promise.all((module?.texts ?? []).map((each) => each.load(language.peek())));
  document.title = parts.t.product;
  const Shown = module?.Page;
  showPage(
    <>
      <main class="alone">
        {Shown === undefined ? <Nothing /> : <Shown token={token} />}
        <Preferences />
      </main>
      <Toasts />
      <Asking />
    </>,
  );
};

const start = async (): Promise<void> => {
  if (!(await isHome())) return;
  await loadFrame();
  // Somebody who had to log in for a link comes back to it.
  await takeCode().catch(() => undefined);
  startRouter('/account');
  await show();
  addEventListener('hashchange', () => void show());
};

void start();
