import type { Gets } from '../api/operations.ts';
import { loadFrame, showPage } from '../app/boot.tsx';
import { catalogue, language } from '../app/language.ts';
import { paint } from '../app/paint.ts';
import { Preferences } from '../app/shell.tsx';
import { LinkButton } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { anybody } from '../session/portal-host.ts';

const join = catalogue({ en: () => import('../texts/join.en.ts'), de: () => import('../texts/join.de.ts') });

const PORTAL = '/portal/';

/** The form of the link's group; who recruited is handed on, by the name that the form knows it by too. */
const formOf = (slug: string): string => {
  const query = new URLSearchParams(location.search);
  const recruiter = query.get('recruiter');
  if (recruiter !== null) query.set('ref', recruiter);
  const text = query.toString();
  return `/v2/public/forms/${encodeURIComponent(slug)}/application/page${text === '' ? '' : `?${text}`}`;
};

interface InvitingProps {
  readonly link: Gets['/v2/public/join/{slug}']['data'];
  /** Undefined when nobody could say what the program looks like. */
  readonly look: Gets['/v2/public/programs/{place}/look']['data'] | undefined;
}

const Inviting = ({ link, look }: InvitingProps) => {
  const { t } = join;
  const name = look?.name ?? link.program_name;
  const footer = [
    { title: t.imprint, to: look?.imprint_url },
    { title: t.privacy, to: look?.privacy_url },
  ].flatMap(({ title, to }) => (to === undefined || to === null ? [] : [{ title, to }]));
  document.title = t.title(name);
  return (
    <main class="alone welcome">
      {look?.logo_url === undefined || look.logo_url === null ? null : (
        <img class="join-logo" src={look.logo_url} alt={name} />
      )}
      <h1>{t.title(name)}</h1>
      <p class="lead">{t.lead}</p>
      {new URLSearchParams(location.search).has('recruiter') ? <p>{t.recruited}</p> : null}
      <div class="actions">
        <LinkButton kind="primary" to={formOf(link.slug)}>
          {t.apply}
        </LinkButton>
        <LinkButton to={PORTAL}>{t.logIn}</LinkButton>
      </div>
      {link.terms_url === null ? null : (
        <p class="muted">
          {t.terms}{' '}
          <a href={link.terms_url} target="_blank" rel="noopener noreferrer">
            {t.readTerms}
          </a>
        </p>
      )}
      <Preferences />
      {footer.length === 0 ? null : (
        <nav class="foot" aria-label={t.footer}>
          {footer.map(({ title, to }) => (
            <a key={title} href={to} target="_blank" rel="noopener noreferrer">
              {title}
            </a>
          ))}
        </nav>
      )}
    </main>
  );
};

const Gone = () => {
  const { t } = join;
  return (
    <main class="alone">
      <h1>{t.gone}</h1>
      <EmptyState title={t.goneText} action={<LinkButton to={PORTAL}>{t.toLogin}</LinkButton>} />
    </main>
  );
};

/** A join link shows whose program it is, and leads to the application form of its group. */
const lead = async (): Promise<void> => {
  const slug = decodeURIComponent(location.pathname.split('/')[2] ?? '');
  const frame = Promise.all([loadFrame(), join.load(language.peek())]);
  const asked = Promise.all([
    anybody.get('/v2/public/join/{slug}', { params: { slug } }),
    anybody.get('/v2/public/programs/{place}/look', { params: { place: slug } }).catch(() => undefined),
  ]);
  try {
    const [link, look] = await asked;
    await frame;
    if (look !== undefined) paint(look.palette);
    showPage(<Inviting link={link} look={look} />);
  } catch {
    await frame;
    showPage(<Gone />);
  }
};

void lead();
