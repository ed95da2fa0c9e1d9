import type { PortalCreative } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api, partnership } from '../../../session/person.ts';
import { Creative } from './creative.tsx';
import { material } from './texts.ts';

const KINDS = ['banner', 'text_link', 'email', 'file'] as const satisfies readonly PortalCreative['kind'][];
/** A program has at most two hundred pieces: that many pages, and they are shown together. */
const MOST_PAGES = 4;
const PAGE = 50;

const everything = async (link: string | undefined): Promise<readonly PortalCreative[]> => {
  const items: PortalCreative[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: PAGE, link_key: link, starting_after: items.at(-1)?.key };
    const found = await api.get('/v2/portal/creatives', { query });
    items.push(...found.items);
    if (!found.has_more) break;
  }
  return items;
};

/** What the program gives its partners to promote it with. */
export const Material = () => {
  const { t } = material;
  const own = partnership.value?.key;
  const filters = useFilters('kind', 'link');
  const { kind, link } = filters.values;
  const links = useAnswer(() => api.get('/v2/portal/links', { query: { limit: 100 } }), [own]);
  const found = useAnswer(() => everything(link === '' ? undefined : link), [own, link]);
  const usable = (links.data?.items ?? []).filter(({ archived }) => !archived);
  return (
    <Page title={t.title} lead={t.lead}>
      <Answer of={found} lines={12}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t.empty} action={<LinkButton to={href('/links')}>{t.emptyAction}</LinkButton>}>
              {t.emptyText}
            </EmptyState>
          ) : (
            <>
              <div class="filters">
                <SelectFilter
                  label={t.kind}
                  value={kind}
                  set={(value) => filters.set('kind', value)}
                  options={KINDS.filter((each) => items.some((item) => item.kind === each)).map((value) => ({
                    value,
                    title: t.kinds[value],
                  }))}
                />
                {usable.length < 2 ? null : (
                  <SelectFilter
                    label={t.link}
                    value={link}
                    set={(value) => filters.set('link', value)}
                    options={[
                      { value: '', title: t.everyLink },
                      ...usable.map(({ key, name, slug }) => ({
                        value: key,
                        title: name === null || name === '' ? slug : name,
                      })),
                    ]}
                    needed
                  />
                )}
              </div>
              {KINDS.filter((each) => kind === '' || kind === each).map((each) => {
                const ofKind = items.filter((item) => item.kind === each);
                return ofKind.length === 0 ? null : (
                  <section key={each} class="creatives" aria-label={t.kinds[each]}>
                    <h2>{t.kinds[each]}</h2>
                    <div class="creative-grid">
                      {ofKind.map((item) => (
                        <Creative key={item.key} of={item} />
                      ))}
                    </div>
                  </section>
                );
              })}
            </>
          )
        }
      </Answer>
    </Page>
  );
};
