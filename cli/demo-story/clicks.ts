import * as z from 'zod';
import { type ApiClient, Refused } from '../replay/client.ts';
import { settled } from '../replay/clock.ts';
import type { Aside } from '../replay/timeline.ts';
import { headersOf } from './browsers.ts';
import type { Person } from './people.ts';
import type { Plan, SignUp, Visit } from './plan.ts';
import { shownMaterial } from './shown.ts';

/** From where a replay goes on: see `Story.asides`. */
export interface Resumed {
  readonly before: number;
  readonly clock: number;
}

type Link = Plan['links'][number];

/** What each of a partner's links ends with, and is called. */
const LINKS = [
  { ending: '', name: 'Home page', destination_url: null },
  { ending: '-spring', name: 'Spring catalogue', destination_url: 'https://www.demo-shop.example/spring' },
] as const;

const slugOf = (people: ReadonlyMap<string, Person>, { partner, link }: Pick<Link, 'partner' | 'link'>): string =>
  `${people.get(partner)?.slug ?? partner.toLowerCase()}${LINKS[link]?.ending ?? `-${link}`}`;

const WithSlug = z.object({ slug: z.string() });

/** Makes a link; where it may be there already, it looks first. */
const makeLink = async (api: ApiClient, slug: string, { partner, link, at }: Link, look: boolean): Promise<void> => {
  if (look) {
    const path = `/v2/links/partnership/${encodeURIComponent(partner)}`;
    if ((await api.all(path, WithSlug)).some((made) => made.slug === slug)) return;
  }
  const { name, destination_url } = LINKS[link] ?? LINKS[0];
  await api.call('POST', '/v2/links', { partnership_key: partner, slug, name, destination_url }, at);
};

/** Follows a link as a visitor does; `slug` may have a query behind it. @returns the click id that the visitor takes to the shop, if there is one. */
const follow = async (api: ApiClient, slug: string, visit: Pick<Visit, 'at' | 'kind' | 'visitor'>) => {
  const { location } = await api.open('GET', `/${slug}`, headersOf(visit), undefined, visit.at);
  return location === undefined ? undefined : (new URL(location).searchParams.get('fs_click') ?? undefined);
};

const isThere = async (api: ApiClient, customer: string): Promise<boolean> => {
  try {
    await api.call('GET', `/v2/customers/${encodeURIComponent(customer)}`);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.code === 'not_found') return false;
    throw error;
  }
};

const OfLinks = z.object({
  items: z.array(z.object({ link_key: z.string(), clicks: z.int(), invalid_clicks: z.int() })),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
});

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** How many clicks of a day were counted, valid or not, by the slugs of links. */
const countedOn = async (api: ApiClient, day: string, slugs: ReadonlyMap<string, string>) => {
  const counted = new Map<string, number>();
  let after = '';
  for (;;) {
    const path = `/v2/statistics/links?from=${day}&to=${day}&limit=100${after}`;
    const page = OfLinks.parse(await api.call('GET', path));
    for (const { link_key, clicks, invalid_clicks } of page.items) {
      counted.set(slugs.get(link_key) ?? '', clicks + invalid_clicks);
    }
    if (!page.has_more || page.next_cursor === undefined) return counted;
    after = `&starting_after=${encodeURIComponent(page.next_cursor)}`;
  }
};

/**
 * The visits that are still to be made. A click cannot be taken back, so that an interrupted filling counts first: the
 * clicks of one link are made one after the other, hence those that were counted on a day are the first ones of it.
 */
export const visitsToMake = (
  visits: readonly Visit[],
  slug: (visit: Visit) => string,
  counted: ReadonlyMap<string, ReadonlyMap<string, number>>,
  before: number,
): readonly Visit[] => {
  const passed = new Map<string, number>();
  return visits.filter((visit) => {
    const day = dayOf(visit.at);
    const place = `${day} ${slug(visit)}`;
    const nth = (passed.get(place) ?? 0) + 1;
    passed.set(place, nth);
    return visit.at >= before && nth > (counted.get(day)?.get(slug(visit)) ?? 0);
  });
};

const Slugged = z.object({ key: z.string(), slug: z.string() });

const countedSince = async (api: ApiClient, visits: readonly Visit[], { before, clock }: Resumed) => {
  const days = new Set(visits.filter(({ at }) => at >= before && at <= clock).map(({ at }) => dayOf(at)));
  const counted = new Map<string, ReadonlyMap<string, number>>();
  if (days.size === 0) return counted;
  // What was clicked is counted a moment later.
  await settled(api);
  const slugs = new Map((await api.all('/v2/links', Slugged)).map(({ key, slug }) => [key, slug]));
  for (const day of days) counted.set(day, await countedOn(api, day, slugs));
  return counted;
};

/** Links, visits and sign-ups as the plan has them; from `materialSince` on some visitors come by promo material. */
export const clickAsides = async (
  api: ApiClient,
  plan: Plan,
  people: ReadonlyMap<string, Person>,
  resumed: Resumed,
  materialSince: number,
): Promise<readonly Aside[]> => {
  const slug = (of: Pick<Link, 'partner' | 'link'>) => slugOf(people, of);
  const clickIds = new Map<string, string>();
  const aside = (at: number, partner: string, work: () => Promise<void>): Aside => ({
    ...{ kind: 'aside', at, chains: [partner], work },
  });

  const material = shownMaterial(api, materialSince);
  const visit = async (one: Visit): Promise<void> => {
    const clickId = await follow(api, `${slug(one)}${await material.arrive(one, slug(one))}`, one);
    if (one.customer !== undefined && clickId !== undefined) clickIds.set(one.customer, clickId);
  };
  const firstVisits = new Map(plan.visits.flatMap((one) => (one.customer === undefined ? [] : [[one.customer, one]])));
  const comeAgain = async (customer: string, at: number): Promise<string | undefined> => {
    const first = firstVisits.get(customer);
    return first === undefined ? undefined : await follow(api, slug(first), { ...first, at });
  };
  const signUp = async ({ at, partner, customer }: SignUp): Promise<void> => {
    if (at <= resumed.clock && (await isThere(api, customer))) return;
    // Where the filling was interrupted in between, the click id is lost, and the visitor comes again.
    const click_id = clickIds.get(customer) ?? (await comeAgain(customer, at));
    if (click_id === undefined) throw new Error(`No click brought the customer ${customer} to ${partner}.`);
    await api.call('POST', '/v2/customers', { customer_key: customer, click_id }, at);
  };

  const counted = await countedSince(api, plan.visits, resumed);
  return [
    ...plan.links.map((link) =>
      aside(link.at, link.partner, () => makeLink(api, slug(link), link, link.at <= resumed.clock)),
    ),
    ...visitsToMake(plan.visits, slug, counted, resumed.before).map((one) =>
      aside(one.at, one.partner, () => visit(one)),
    ),
    ...plan.signUps.map((one) => aside(one.at, one.partner, () => signUp(one))),
  ];
};
