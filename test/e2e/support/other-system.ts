import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemFixture } from '../../support/import-fixtures.ts';

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

const itemsAt = (value: unknown, name: string): readonly unknown[] => {
  const items = at(value, name);
  return Array.isArray(items) ? items : [];
};

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** What each system wants to see before it answers. */
const KEYS = {
  partnerstack: { authorization: basic('pk-public', 'sk-private') },
  rewardful: { authorization: basic('rw-secret', '') },
  firstpromoter: { authorization: 'Bearer fp-key', 'account-id': 'acc-1' },
} as const;

type SystemName = keyof typeof KEYS;

/**
 * The interfaces of PartnerStack, Rewardful and FirstPromoter on this machine, as far as imports ask them, with the
 * items of test/fixtures/imports and small pages. It shows our reading of their published pages, not their behaviour.
 */
export class OtherSystems {
  readonly #server: Server;
  /** How long an answer takes. */
  delay = 0;
  /** How many of the next requests are answered with "too many requests". */
  refusals = 0;
  requests = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<OtherSystems> {
    const systems = new OtherSystems();
    await new Promise<void>((resolve) => systems.#server.listen(0, '127.0.0.1', resolve));
    return systems;
  }

  #address(name: SystemName): string {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('It does not serve.');
    return `http://127.0.0.1:${address.port}/${name}`;
  }

  /** For the stack. */
  get parameters(): Readonly<Record<string, string>> {
    return {
      PartnerStackUrl: this.#address('partnerstack'),
      RewardfulUrl: this.#address('rewardful'),
      FirstPromoterUrl: this.#address('firstpromoter'),
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const url = new URL(request.url ?? '', 'http://system');
    const [, name = '', ...path] = url.pathname.split('/');
    const end = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    await sleep(this.delay);
    if (this.refusals > 0) {
      this.refusals -= 1;
      return void end(429, { error: 'Slow down.' }, { 'retry-after': '0.05' });
    }
    if (name !== 'partnerstack' && name !== 'rewardful' && name !== 'firstpromoter') return void end(404, {});
    const wanted = Object.entries(KEYS[name]);
    if (wanted.some(([header, value]) => request.headers[header] !== value)) return void end(401, { error: 'Who?' });
    return void end(200, this.#page(name, path, url.searchParams));
  }

  #page(name: SystemName, path: readonly string[], query: URLSearchParams): unknown {
    const fixture = systemFixture(name);
    const [list = ''] = path;
    switch (name) {
      case 'partnerstack': {
        const items = list === 'links' ? itemsAt(at(fixture, 'links'), path[2] ?? '') : itemsAt(fixture, list);
        // Pages of two, whatever was asked for.
        const after = query.get('starting_after');
        const from = after === null ? 0 : items.findIndex((item) => at(item, 'key') === after) + 1;
        const page = items.slice(from, from + 2);
        return { data: { items: page, has_more: from + 2 < items.length }, message: '', status: 200 };
      }
      case 'rewardful': {
        const items = itemsAt(fixture, list);
        const page = Number(query.get('page'));
        const next_page = page < items.length ? page + 1 : null;
        const pagination = { previous_page: null, current_page: page, next_page, count: 1, limit: 1 };
        return { pagination, data: items.slice(page - 1, page) };
      }
      case 'firstpromoter':
        return list === 'promoters' ? { data: itemsAt(fixture, list), meta: {} } : itemsAt(fixture, list);
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** What a merchant gives for each. */
export const CREDENTIALS = {
  partnerstack: { key: 'pk-public', secret: 'sk-private' },
  rewardful: { key: 'rw-secret' },
  firstpromoter: { key: 'fp-key', account_id: 'acc-1' },
} as const;
