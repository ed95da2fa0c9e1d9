import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Gets } from '../api/operations.ts';
import { AccountLink } from '../parts/account-link.tsx';
import { Button } from '../parts/button.tsx';
import { tell, tellProblem } from '../parts/toasts.tsx';
import { api, may, partnership } from '../session/person.ts';
import { ownPicture } from '../session/pictures.ts';
import { catalogue } from './language.ts';
import { look, programName } from './look.ts';
import type { Brand } from './shell.tsx';
import '../styles/portal.css';

export const portal = catalogue({
  en: () => import('../texts/portal.en.ts'),
  de: () => import('../texts/portal.de.ts'),
});

/** Whose portal it is for whoever looks at it. */
export const brand = (): Brand => {
  const logo = look.value?.logo_url ?? null;
  return { name: programName.value, logo: logo === null ? null : ownPicture(logo) };
};

/** The terms that are valid for the partner now; undefined until they are known. */
const terms = signal<Gets['/v2/portal/terms']['data'] | undefined>(undefined);

/** Finds out which terms are valid, before the page is shown: nothing on it moves when they have to be accepted. */
export const loadTerms = async (): Promise<void> => {
  try {
    terms.value = await api.get('/v2/portal/terms');
  } catch {
    // They are asked for the next time.
    terms.value = undefined;
  }
};

/** Asks for the terms that are valid now, until they are accepted. */
const TermsAsked = () => {
  const { t } = portal;
  const [busy, setBusy] = useState(false);
  const { terms_url: url, version, accepted_at } = terms.value ?? {};
  if (url === undefined || url === null || version === undefined || version === null || accepted_at !== null) {
    return null;
  }
  const accept = async (): Promise<void> => {
    setBusy(true);
    try {
      terms.value = await api.post('/v2/portal/terms/acceptances', { body: { version } });
      tell(t.termsAccepted);
    } catch (thrown) {
      tellProblem(thrown);
      // Another version may have come meanwhile: then it is asked for.
      await loadTerms();
    }
    setBusy(false);
  };
  return (
    <section class="note note-info above" aria-label={t.termsTitle}>
      <p>
        <strong>{t.termsTitle}.</strong> {t.termsText(programName.value)}{' '}
        <a href={url} target="_blank" rel="noopener noreferrer">
          {t.termsRead}
        </a>
      </p>
      {may('portal:account:write') ? (
        <Button kind="primary" busy={busy} onClick={() => void accept()}>
          {t.termsAccept}
        </Button>
      ) : (
        <AccountLink to="/" look="button button-primary">
          {t.termsAtHome}
        </AccountLink>
      )}
    </section>
  );
};

/** What a partner must know before anything else: terms to accept, or that the partnership has ended. */
export const AboveEveryPage = () => {
  const { t } = portal;
  if (partnership.value?.status === 'active') return <TermsAsked />;
  return (
    <section class="note note-warning above" aria-label={t.inactiveTitle}>
      <p>
        <strong>{t.inactiveTitle}.</strong> {t.inactiveText}
      </p>
    </section>
  );
};

/** What the merchant has to tell by law. */
export const BelowEveryPage = () => {
  const { t } = portal;
  const links = [
    { title: t.imprint, to: look.value?.imprint_url },
    { title: t.privacy, to: look.value?.privacy_url },
    { title: t.terms, to: look.value?.terms_url },
  ].flatMap(({ title, to }) => (to === undefined || to === null ? [] : [{ title, to }]));
  return links.length === 0 ? null : (
    <nav class="foot" aria-label={t.footer}>
      {links.map(({ title, to }) => (
        <a key={title} href={to} target="_blank" rel="noopener noreferrer">
          {title}
        </a>
      ))}
    </nav>
  );
};
