import { look, programName } from '../../../app/look.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { EmptyState, NotFound } from '../../../parts/empty-state.tsx';
import { Markup } from '../../../parts/markup.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { at, Pages } from '../../../parts/pages.tsx';
import { api, partnership } from '../../../session/person.ts';
import { information } from './texts.ts';

const Contents = () => {
  const { t } = information;
  const pages = useAnswer(() => api.get('/v2/portal/pages'), [partnership.value?.key]);
  const welcome = look.value?.welcome ?? null;
  return (
    <Page title={t.title} lead={t.lead(programName.value)}>
      {welcome === null ? null : (
        <Card title={welcome.title}>
          <Markup text={welcome.text} />
        </Card>
      )}
      <Answer of={pages} lines={3}>
        {({ items }) =>
          items.length > 0 ? (
            <Card title={t.pages}>
              <ul class="page-list">
                {items.map(({ slug, title }) => (
                  <li key={slug}>
                    <a href={href(`/about/${encodeURIComponent(slug)}`)}>{title}</a>
                  </li>
                ))}
              </ul>
            </Card>
          ) : welcome === null ? (
            <EmptyState title={t.empty} action={<LinkButton to={href('/offers')}>{t.emptyAction}</LinkButton>}>
              {t.emptyText}
            </EmptyState>
          ) : null
        }
      </Answer>
    </Page>
  );
};

const OnePage = ({ slug }: { readonly slug: string }) => {
  const { t } = information;
  const page = useAnswer(() => api.get('/v2/portal/pages/{slug}', { params: { slug } }), [slug]);
  if (page.problem?.code === 'not_found') return <NotFound />;
  return (
    <Page title={page.data?.title ?? '…'} back={{ to: '/about', title: t.back }}>
      <Answer of={page} lines={8}>
        {({ text }) => (
          <Card>
            <Markup text={text} />
          </Card>
        )}
      </Answer>
    </Page>
  );
};

/** The merchant's welcome and further pages. */
export const InformationArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[at('/', () => <Contents />), at('/:page', ({ page }) => <OnePage key={page} slug={page} />)]}
  />
);
