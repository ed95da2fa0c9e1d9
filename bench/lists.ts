import { join } from 'node:path';
import * as z from 'zod';
import { ChildRuntime } from '../cli/child-runtime.ts';
import { createMerchant } from '../cli/merchant.ts';
import { ApiClient, Refused } from '../cli/replay/client.ts';
import { moveClock } from '../cli/replay/clock.ts';
import { ALL_OPERATIONS } from '../functions/shared/contracts/index.ts';
import { fillProgram } from './lists-program.ts';
import { inFolder, say } from './runs.ts';

/** Budgets of one request, in milliseconds. */
const LIST_MS = 200;
const PREVIEW_MS = 300;
const TRIES = 5;
const SMALL = 10;
const LARGEST = 250;
const LARGEST_OF_SOME = 100;
/** A deep page is so many of the largest pages behind the first. */
const DEEP = 20;

const Page = z.object({
  items: z.array(z.object({ key: z.string().optional(), period: z.string().optional() })),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
});

/** A list of the API, and what its query understands. */
interface List {
  readonly id: string;
  readonly path: string;
  readonly asks: readonly string[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const shapeOf = (schema: unknown): readonly string[] => {
  const zod = isObject(schema) ? schema['_zod'] : undefined;
  const def = isObject(zod) ? zod['def'] : undefined;
  return isObject(def) && isObject(def['shape']) ? Object.keys(def['shape']) : [];
};

const variableOf = (path: string): string | undefined => /\{(\w+)\}/.exec(path)?.[1];

/** Every operation whose answer is a page of items and that a key may call. */
const allLists = (): readonly List[] => {
  const found = ALL_OPERATIONS.flatMap((operation) =>
    operation.kind === 'keyed' &&
    operation.method === 'GET' &&
    !operation.scope.startsWith('portal:') &&
    shapeOf(operation.data).includes('items')
      ? [{ id: operation.id, path: operation.path, asks: shapeOf(operation.query) }]
      : [],
  );
  // Known before the program is filled, which takes minutes.
  for (const { path } of found) sourceOf(path);
  return found;
};

/** Where the part of a path that varies is taken from: the first item of a list, by its key or external key. */
const SOURCES: Readonly<Record<string, readonly [path: string, field: string]>> = {
  partnership: ['/v2/partnerships?order_by=created_at', 'key'],
  transaction: ['/v2/transactions', 'external_key'],
  segment: ['/v2/segments', 'key'],
  group: ['/v2/groups', 'key'],
  form: ['/v2/form-templates', 'key'],
  trigger: ['/v2/triggers', 'key'],
  offer: ['/v2/offers', 'key'],
  invoice: ['/v2/invoices', 'key'],
  lead: ['/v2/leads', 'key'],
  deal: ['/v2/deals', 'key'],
  creative: ['/v2/creatives', 'key'],
};

const sourceOf = (path: string): readonly [path: string, field: string] | undefined => {
  const name = variableOf(path);
  if (name === undefined) return undefined;
  const source = SOURCES[name];
  if (source === undefined) throw new Error(`${path}: bench/lists.ts does not know where a ${name} comes from.`);
  return source;
};

/** The path with a real key in it; undefined when the program has nothing to put there. */
const filled = async (api: ApiClient, path: string): Promise<string | undefined> => {
  const source = sourceOf(path);
  if (source === undefined) return path;
  const { items } = z
    .object({ items: z.array(z.record(z.string(), z.unknown())) })
    .parse(await api.call('GET', source[0]));
  const key = items[0]?.[source[1]];
  return typeof key === 'string' ? path.replace(/\{\w+\}/, encodeURIComponent(key)) : undefined;
};

interface Measured {
  readonly what: string;
  readonly ms: number;
  readonly budget: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The middle of several requests, the first of which only wakes the function up. */
const timeOf = async (request: () => Promise<unknown>): Promise<number> => {
  await request();
  const times: number[] = [];
  for (let tries = 0; tries < TRIES; tries++) {
    const started = performance.now();
    await request();
    times.push(performance.now() - started);
  }
  return median(times);
};

const queried = (path: string, query: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
};

/** The largest page that the list gives: some have a bound of their own. */
const largestPage = async (api: ApiClient, path: string, query: Readonly<Record<string, string>>): Promise<number> => {
  try {
    await api.call('GET', queried(path, { ...query, limit: String(LARGEST) }));
    return LARGEST;
  } catch (error) {
    if (error instanceof Refused && error.status === 422) return LARGEST_OF_SOME;
    throw error;
  }
};

/** The cursor of a page deep in the list; undefined for a list of one page. */
const deepCursor = async (
  api: ApiClient,
  path: string,
  query: Readonly<Record<string, string>>,
  limit: number,
): Promise<string | undefined> => {
  let cursor: string | undefined;
  for (let page = 0; page < DEEP; page++) {
    const at: Record<string, string> = cursor === undefined ? {} : { starting_after: cursor };
    const found = Page.parse(await api.call('GET', queried(path, { ...query, ...at, limit: String(limit) })));
    const last = found.items.at(-1);
    if (!found.has_more) break;
    cursor = found.next_cursor ?? last?.key ?? last?.period;
  }
  return cursor;
};

/** All ways to ask for a page of the list. */
const measureList = async (api: ApiClient, list: List): Promise<readonly Measured[]> => {
  const path = await filled(api, list.path);
  if (path === undefined) return [];
  const asks = (name: string): boolean => list.asks.includes(name);
  const base: Record<string, string> = {
    ...(asks('from') ? { from: '2026-01-01', to: '2026-01-31' } : {}),
    ...(asks('period') ? { period: '2026-01' } : {}),
  };
  const largest = asks('limit') ? await largestPage(api, path, base) : undefined;
  const orders = asks('order_by') ? ['-created_at', 'created_at'] : [''];
  const budget = list.id.includes('Preview') ? PREVIEW_MS : LIST_MS;
  const found: Measured[] = [];
  for (const order of orders) {
    const query: Record<string, string> = order === '' ? base : { ...base, order_by: order };
    const cursor =
      largest === undefined || !asks('starting_after') ? undefined : await deepCursor(api, path, query, largest);
    const places: readonly Record<string, string>[] = [
      {},
      ...(cursor === undefined ? [] : [{ starting_after: cursor }]),
      ...(cursor === undefined || !asks('ending_before') ? [] : [{ ending_before: cursor }]),
    ];
    for (const place of places) {
      for (const limit of largest === undefined ? [undefined] : [SMALL, largest]) {
        const url = queried(path, { ...query, ...place, ...(limit === undefined ? {} : { limit: String(limit) }) });
        const where = Object.keys(place)[0] ?? 'first page';
        const ms = await timeOf(() => api.call('GET', url));
        found.push({ what: `${list.id} ${order} ${limit ?? ''} ${where}`.replaceAll(/ +/g, ' '), ms, budget });
      }
    }
  }
  return found;
};

const measurePreviews = async (api: ApiClient): Promise<readonly Measured[]> => {
  const tag = (number: number): string => `tag ${number}`;
  const drafts: readonly (readonly [string, unknown])[] = [
    ['one tag', tag(7)],
    ['ten tags, any of them', { or: Array.from({ length: 10 }, (_, number) => tag(number)) }],
    ['ten tags, nested', { and: [{ or: [0, 1, 2, 3, 4].map(tag) }, { or: [5, 6, 7, 8, 9].map(tag) }] }],
  ];
  const found: Measured[] = [];
  for (const [what, match] of drafts) {
    for (const limit of [SMALL, LARGEST]) {
      const ms = await timeOf(() => api.call('POST', `/v2/segments/preview?limit=${limit}`, { match }));
      found.push({ what: `previewSegment ${what} ${limit}`, ms, budget: PREVIEW_MS });
    }
  }
  return found;
};

const report = (measured: readonly Measured[]): void => {
  const fastest = Math.min(...measured.map(({ ms }) => ms));
  say(`Median of ${TRIES}, in milliseconds, and as a ratio to the fastest:`);
  for (const { what, ms, budget } of measured) {
    const columns = [ms.toFixed(1).padStart(8), (ms / fastest).toFixed(1).padStart(7), ms > budget ? 'OVER' : '    '];
    say(`${columns.join(' ')}  ${what}`);
  }
};

/** Every list of the API and the preview of segments in a program with ten thousand partners, against their budgets. */
export const lists = async (partners?: string): Promise<void> =>
  inFolder(async (folder) => {
    const known = allLists();
    const runtime = new ChildRuntime({ dataDir: join(folder, 'data'), clock: '2026-01-10T10:00:00Z' });
    try {
      await runtime.start();
      const { secret_key: secret } = await createMerchant(join(folder, 'data'), 'Acme', 'GBP');
      const api = new ApiClient(runtime.url, secret);
      await fillProgram(api, partners === undefined ? undefined : Number(partners));
      // The month ends: there is an invoice in review.
      await moveClock(api, Date.parse('2026-02-01T06:00:00Z'), true);
      const measured: Measured[] = [];
      const empty: string[] = [];
      for (const list of known) {
        const found = await measureList(api, list);
        if (found.length === 0) empty.push(list.id);
        measured.push(...found);
      }
      measured.push(...(await measurePreviews(api)));
      report(measured);
      if (empty.length > 0) say(`Not measured, because the program has nothing of the kind: ${empty.join(', ')}`);
      api.close();
      const over = measured.filter(({ ms, budget }) => ms > budget);
      if (over.length > 0) throw new Error(`${over.length} of ${measured.length} requests take longer than they may.`);
    } finally {
      await runtime.close();
    }
  });
