import type { ApiClient } from '../cli/replay/client.ts';
import { inParallel } from '../cli/replay/client.ts';
import { say } from './runs.ts';

/** How large the program is: as much of each kind as it may hold, and ten thousand partners. */
const PARTNERS = 10_000;
const WHOLE = { tags: 500, segments: 200, triggers: 100, groups: 20, sales: 2_000, prospects: 300 } as const;
type Sizes = Readonly<Record<keyof typeof WHOLE, number>>;

/** With fewer partners everything is smaller, for a quick try. */
const sizesFor = (partners: number): Sizes => {
  const share = (size: number): number => Math.max(20, Math.round((size * partners) / PARTNERS));
  const { tags, segments, triggers, groups, sales, prospects } = WHOLE;
  return {
    tags: share(tags),
    segments: share(segments),
    triggers: share(triggers),
    groups: share(groups),
    sales: share(sales),
    prospects: share(prospects),
  };
};

const AT_ONCE = 12;
const TAGS_OF_PARTNER = 5;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

/** Definitions change the program one after another, so they are made one after another. */
const inTurn = async (api: ApiClient, path: string, bodies: readonly unknown[]): Promise<void> => {
  for (const body of bodies) await api.call('POST', path, body);
};

const tagsOf = (partner: number, tags: number): readonly string[] =>
  numbers(TAGS_OF_PARTNER).map((place) => `tag ${(partner * 7 + place * 97) % tags}`);

/** A segment of ten tags, which shares some with its neighbours. */
const segment = (number: number, tags: number) => {
  const tag = (place: number): string => `tag ${(number * 2 + place * 11) % tags}`;
  const match = { or: [...numbers(6).map(tag), { and: [tag(6), { or: [tag(7), tag(8), tag(9)] }] }] };
  return { name: `segment ${number}`, match };
};

const LEAST_AMOUNT = 1000;
/** Each sale is rewarded by two of the triggers, whatever their number. */
const trigger = (number: number) => ({
  ...{ name: `trigger ${number}`, event: 'transaction.accepted' },
  rules: {
    and: [
      { field: 'amount', op: 'gte', value: LEAST_AMOUNT + number },
      { field: 'amount', op: 'lte', value: LEAST_AMOUNT + number + 1 },
    ],
  },
  action: { type: 'reward', offer: { type: 'flat', value: 100 + number, description: 'A bonus' } },
});

const timed = async (what: string, work: () => Promise<void>): Promise<void> => {
  const started = performance.now();
  await work();
  say(`  ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

const makePartner = async (api: ApiClient, number: number, tags: number): Promise<void> => {
  const partner_key = `partner-${number}`;
  const email = `${partner_key}@partners.example`;
  await api.call('POST', '/v2/partnerships', { partner_key, email, tags: tagsOf(number, tags) });
};

/** Some partners have a link, a coupon, a customer and a sale. */
const makeSale = async (api: ApiClient, number: number, partners: number, triggers: number): Promise<void> => {
  const partner = `partner-${number % partners}`;
  const slug = `link-${number}`;
  await api.call('POST', '/v2/links', { partnership_key: partner, slug, destination_url: 'https://acme.example' });
  await api.call('POST', '/v2/coupons', { code: `C${number}`, partnership_key: partner });
  const customer_key = `customer-${number}`;
  await api.call('POST', '/v2/customers', { customer_key, partner_key: partner });
  const amount = LEAST_AMOUNT + 1 + (number % (triggers - 1));
  const sale = { external_key: `sale-${number}`, customer_key, amount, currency: 'GBP' };
  await api.call('POST', '/v2/transactions', sale);
};

/** Leads and deals, each with something in its history. */
const makeProspects = async (api: ApiClient, number: number, partners: number): Promise<void> => {
  const [partner_key, email] = [`partner-${number % partners}`, `lead-${number}@firms.example`];
  await api.call('POST', '/v2/leads', { external_key: `lead-${number}`, partner_key, email });
  await api.call('PATCH', `/v2/leads/lead-${number}`, { status: 'qualified' });
  await api.call('POST', '/v2/deals', { external_key: `deal-${number}`, partner_key, account_name: `Firm ${number}` });
  await api.call('PATCH', `/v2/deals/deal-${number}`, { status: 'accepted' });
};

/** Fills a program through the API. */
export const fillProgram = async (api: ApiClient, partners = PARTNERS): Promise<void> => {
  const sizes = sizesFor(partners);
  await timed(`${sizes.tags} tags`, () =>
    inTurn(
      api,
      '/v2/tags',
      numbers(sizes.tags).map((n) => ({ name: `tag ${n}` })),
    ),
  );
  await timed(`${sizes.groups} groups`, () =>
    inTurn(
      api,
      '/v2/groups',
      numbers(sizes.groups).map((number) => ({ name: `group ${number}` })),
    ),
  );
  await timed(`${sizes.segments} segments`, () =>
    inTurn(
      api,
      '/v2/segments',
      numbers(sizes.segments).map((number) => segment(number, sizes.tags)),
    ),
  );
  await timed(`${sizes.triggers} triggers`, () => inTurn(api, '/v2/triggers', numbers(sizes.triggers).map(trigger)));
  await timed('20 tiers', () =>
    inTurn(
      api,
      '/v2/tiers',
      numbers(20).map((number) => ({
        ...{ name: `tier ${number}`, minimum: number * 1000 },
        ...(number === 0 ? { measurement: 'lifetime_sales', movement: 'live' } : {}),
      })),
    ),
  );
  await timed('50 text links', () =>
    inTurn(
      api,
      '/v2/creatives',
      numbers(50).map((number) => ({
        ...{ name: `text link ${number}`, kind: 'text_link', text_link: { text: 'Lamps' } },
        destination_url: 'https://shop.example/lamps',
      })),
    ),
  );
  await timed(`${partners} partners`, () =>
    inParallel(numbers(partners), AT_ONCE, (number) => makePartner(api, number, sizes.tags)),
  );
  await timed(`${sizes.sales} sales with their links, coupons and customers`, () =>
    inParallel(numbers(sizes.sales), AT_ONCE, (number) => makeSale(api, number, partners, sizes.triggers)),
  );
  await timed(`${sizes.prospects} leads and deals`, () =>
    inParallel(numbers(sizes.prospects), AT_ONCE, (number) => makeProspects(api, number, partners)),
  );
};
