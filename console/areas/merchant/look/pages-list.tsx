import type { PortalPage } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { moved } from '../../../parts/order.ts';
import { Page } from '../../../parts/page.tsx';
import { SortableList } from '../../../parts/sortable-list.tsx';
import { targetText } from '../../../parts/target-field.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { look } from './texts.ts';
import { Views } from './views.tsx';

/** All pages as partners see them: by position, and in order of creation where that is the same. */
export const allPages = async (): Promise<readonly PortalPage[]> => {
  const pages = await everyItem((page) => api.get('/v2/portal-pages', { query: page }), { keyOf: ({ key }) => key });
  return pages.toSorted((one, other) => one.position - other.position || (one.key < other.key ? -1 : 1));
};

/** Writes the places that have changed. */
const keepOrder = async (pages: readonly PortalPage[]): Promise<void> => {
  for (const [position, page] of pages.entries()) {
    if (page.position === position) continue;
    await api.patch('/v2/portal-pages/{page}', { params: { page: page.key }, body: { position } });
  }
};

const remove = async (page: PortalPage): Promise<boolean> => {
  const { t } = look;
  if (!(await ask({ title: t.deleteOf(page.title), text: t.deleteText, action: t.delete }))) return false;
  await api.delete('/v2/portal-pages/{page}', { params: { page: page.key } });
  tell(t.deleted);
  return true;
};

/** Further pages of the portal, in the order in which partners see them. */
export const PagesList = () => {
  const { t } = look;
  const answered = useAnswer(allPages, []);
  const write = may('programs:write');
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    await act().catch(tellProblem);
    await answered.again();
  };
  const create = write ? (
    <LinkButton kind="primary" to={href('/look/pages/new')}>
      {t.newPage}
    </LinkButton>
  ) : undefined;
  return (
    <Page title={t.title} lead={t.lead} actions={create}>
      <Views />
      <Answer of={answered} lines={6}>
        {(pages) =>
          pages.length === 0 ? (
            <EmptyState title={t.noPages} action={create}>
              {t.noPagesText}
            </EmptyState>
          ) : (
            <SortableList
              label={t.pages}
              items={pages}
              keyOf={({ key }) => key}
              nameOf={({ title }) => title}
              fixed={!write}
              move={(from, to) => void attempt(() => keepOrder(moved(pages, from, to)))}
            >
              {(page) => (
                <div class="look-page">
                  <span>
                    <a href={href(`/look/pages/${page.key}`)}>{page.title}</a>{' '}
                    <span class="muted small">
                      /{page.slug} · {targetText(page.target)}
                    </span>
                  </span>
                  {write ? (
                    <Button label={t.deleteOf(page.title)} onClick={() => void attempt(() => remove(page))}>
                      {t.delete}
                    </Button>
                  ) : null}
                </div>
              )}
            </SortableList>
          )
        }
      </Answer>
    </Page>
  );
};
