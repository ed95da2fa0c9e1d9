import * as z from 'zod';
import { everyItem } from '../../../../cli/recount/listing.ts';
import type { ApiClient } from '../../../../cli/replay/client.ts';
import type { Acme } from '../acme.ts';
import { memberOf, partnerOf } from '../login.ts';
import type { TestRuntime } from '../runtime.ts';
import { ApiDocument, type DocumentedOperation } from './document.ts';
import { type FuzzReport, fuzz, type Identity } from './run.ts';
import type { Chance } from './values.ts';

/** The partner whose portal is called; it is nobody else's customer or recruiter. */
const FUZZED = { partner_key: 'fuzzed', email: 'fuzzed@partners.example' } as const;

/** Operations that would take away what the other requests need, or that end the caller's own access. */
const LEFT_OUT: readonly string[] = ['getOpenApi', 'closePortalAccount'];

const Keyed = z.object({ key: z.string() });

const keysAt = async (api: ApiClient, path: string): Promise<readonly string[]> =>
  (await everyItem(api, path, Keyed)).map(({ key }) => key);

/** What exists in the small program, by the names of the fields and parameters that can name it. */
const knownIn = async (api: ApiClient, acme: Acme) => {
  const groups = await keysAt(api, '/v2/groups');
  const rewards = await keysAt(api, '/v2/rewards?period=2011-01');
  const invoices = ['2011-01', ...(await keysAt(api, '/v2/invoices'))];
  const partnerships = ['anna', 'ben', ...(await keysAt(api, '/v2/partnerships'))];
  const customers = ['cathy', 'dave'];
  const transactions = ['sale-1', 'sale-2'];
  const forms = groups.flatMap((group) => ['application', 'lead', 'deal'].map((kind) => `${group}.${kind}`));
  const known: Readonly<Record<string, readonly unknown[]>> = {
    ...{ group: groups, group_key: groups, partnership: partnerships, partnership_key: partnerships },
    ...{
      partner_key: partnerships,
      partnerships,
      recruited_by: partnerships,
      customer: customers,
      customer_key: customers,
    },
    ...{
      target_key: customers,
      transaction: transactions,
      transaction_key: transactions,
      period: ['2011-01', '2011-02'],
    },
    ...{ tag: [acme.tag], tags: [[acme.tag]], segment: [acme.segment], segments: [[acme.segment]], tier: [acme.tier] },
    ...{ trigger: [acme.trigger], link: [acme.link], reward: rewards, invoice: invoices, currency: ['GBP'] },
    ...{
      form_template: forms,
      code: ['ANNA10'],
      coupon: ['ANNA10'],
      event: ['transaction.accepted', 'customer.created'],
    },
  };
  return (field: string): readonly unknown[] => (Object.hasOwn(known, field) ? (known[field] ?? []) : []);
};

interface AcmeFuzz {
  readonly runtime: TestRuntime;
  readonly api: ApiClient;
  readonly acme: Acme;
  readonly requests: number;
  readonly chance: Chance;
  readonly key: Identity;
  readonly progress?: (line: string) => void;
}

/** Sends made-up requests to every operation of the document that the runtime serves. */
export const fuzzAcme = async (options: AcmeFuzz): Promise<FuzzReport> => {
  const { runtime, api, acme, key } = options;
  const { key: partnership } = Keyed.parse(await api.call('POST', '/v2/partnerships', FUZZED));
  const bearer = ({ token }: { readonly token: string }): Identity => ({ authorization: `Bearer ${token}` });
  const partner = bearer(await partnerOf(runtime, partnership));
  const member = bearer(await memberOf(runtime, 'owner'));
  const document = new ApiDocument(await (await fetch(new URL('/v2/openapi.json', api.url))).json());
  const identityFor = ({ id, security, scope }: DocumentedOperation): Identity | undefined => {
    if (LEFT_OUT.includes(id)) return undefined;
    if (scope?.startsWith('portal:')) return partner;
    if (security.length === 0) return {};
    return security.includes('bearer') ? key : member;
  };
  const known = await knownIn(api, acme);
  return fuzz({ ...options, url: api.url, document, identityFor, known });
};
