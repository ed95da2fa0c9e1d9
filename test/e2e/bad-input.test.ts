import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { readClock } from '../../cli/replay/clock.ts';
import { type Acme, everything, fillAcme } from './support/acme.ts';
import { AGAINST_A_RULE } from './support/broken-rules.ts';
import { type Method, OPERATIONS } from './support/operations.ts';
import { settled, TestRuntime } from './support/runtime.ts';
import { spoilings } from './support/spoilings.ts';
import { tableText } from './support/table-text.ts';

jest.setTimeout(180_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';
let acme: Acme;
/** All that could be read before the first bad request, and so after the last. */
let state: ReadonlyMap<string, unknown>;
/** Every item of the table before the first bad request, and so after each. */
let items: ReadonlyMap<string, string>;
/** Where the clock stands in all of it. */
let now: number;

/** What stays in the table: every request is counted, and what has expired is swept away at some time or other. */
const lasting = (of: TestRuntime | undefined): ReadonlyMap<string, string> => {
  const isOver = (text: string): boolean => Number(/"expires_at":\{"N":"(\d+)"\}/.exec(text)?.[1]) * 1000 < now;
  const all = [...tableText(of?.tableFile() ?? '')];
  return new Map(all.filter(([key, text]) => !key.startsWith('RATE#') && !isOver(text)));
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  ({ api, secret } = await runtime.merchant());
  acme = await fillAcme(api);
  state = await everything(api);
  ({ now } = await readClock(api));
  items = lasting(runtime);
});
afterAll(() => runtime?.close());

const Refusal = z.object({
  status: z.int(),
  error: z.object({
    code: z.string(),
    message: z.string().min(1),
    param: z.string().optional(),
    reason: z.string().optional(),
    doc_url: z.string(),
    request_id: z.string().min(1),
  }),
});

/** Sends a body as it stands; the answer must be a refusal in the documented form. */
const refusal = async (method: Method, path: string, body: string): Promise<string> => {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const response = await fetch(new URL(path, api.url), { method, headers, body });
  const text = await response.text();
  const { success, data } = Refusal.safeParse(JSON.parse(text));
  if (!success) return `${response.status} ${text}`;
  expect(data.status).toBe(response.status);
  return `${response.status} ${data.error.code} ${data.error.param || '-'}`;
};

const nothingChanged = async (): Promise<void> => {
  await settled(api);
  expect(lasting(runtime)).toEqual(items);
};

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe.each(OPERATIONS)('$name', ({ method, path, body }) => {
  test('refuses each wrong field with 422, names it, and changes nothing', async () => {
    const wrong = spoilings(body(acme));
    const answers: string[] = [];
    for (const { what, body: spoiled, param } of wrong) {
      const answer = await refusal(method, path(acme), JSON.stringify(spoiled));
      // A part of the field may be named as well: it says more precisely what is missing in it.
      const isNamed = answer === `422 unprocessable ${param}` || answer.startsWith(`422 unprocessable ${param}.`);
      if (!isNamed) answers.push(`${what}: ${answer}`);
    }
    expect(answers).toEqual([]);
    await nothingChanged();
  });

  test('refuses what is no JSON, no object, too deep or too large, and changes nothing', async () => {
    const good = JSON.stringify(body(acme));
    const send = (text: string): Promise<string> => refusal(method, path(acme), text);
    expect(await send(good.slice(0, -1))).toBe('400 bad_request -');
    expect(await send(`${good},`)).toBe('400 bad_request -');
    expect(await send('[1]')).toBe('422 unprocessable -');
    expect(await send(nested(33))).toBe('400 bad_request -');
    expect(await send(`${good}${' '.repeat(256 * 1024)}`)).toBe('413 too_large -');
    await nothingChanged();
  });
});

describe('What is well-formed but against a rule', () => {
  test.each(AGAINST_A_RULE)('%s is refused, and nothing changes', async (_title, method, path, body, answer) => {
    expect(await refusal(method, path, JSON.stringify(body))).toBe(answer);
    await nothingChanged();
  });

  test('a wrong key is told nothing, whatever it asks', async () => {
    const headers = { authorization: 'Bearer sk_test_wrong', 'content-type': 'application/json' };
    const response = await fetch(new URL('/v2/transactions', api.url), { method: 'POST', headers, body: '{' });
    expect(Refusal.parse(await response.json())).toMatchObject({ status: 401, error: { code: 'unauthorized' } });
  });
});

/** They take no body of the merchant's, or what a provider has signed. */
const ELSEWHERE: readonly string[] = [
  // Has no body: compat-partnerstack.test.ts.
  'POST /deals/{deal}/assignment/{partnership}/{team}',
  'POST /v2/form-templates/{form}/reset',
  'POST /v2/invoices/{invoice}/pay',
  'POST /v2/partnerships/{partnership}/cash-out',
  'POST /v2/partnerships/{partnership}/portal-sessions',
  'POST /v2/domains/{domain}/verify',
  'POST /v2/invitations/{invitation}/resend',
  'POST /v2/groups/{group}/join-link',
  // They need a form with a field for files: a7-files.test.ts.
  'POST /v2/leads/uploads',
  'POST /v2/deals/uploads',
  // They need no key, or a login: their own tests send wrong bodies.
  'POST /v2/me/email-changes',
  'POST /v2/public/email-changes/{token}',
  'POST /v2/public/invitations/{token}',
  'POST /v2/public/password-resets',
  'POST /v2/public/sign-ups',
  'POST /v2/public/sign-ups/{token}',
  'POST /v2/public/password-resets/{token}',
  'POST /v2/public/portal-sessions',
  // Only a partner who has logged in may call them: their own test sends wrong bodies.
  'POST /v2/portal/hand-overs',
  'PATCH /v2/portal/links/{link}',
  'POST /v2/portal/leads',
  'POST /v2/portal/leads/uploads',
  'POST /v2/portal/deals/uploads',
  'POST /v2/portal/deals',
  'POST /v2/portal/deals/{deal}/stage',
  'PUT /v2/portal/leads/{lead}',
  'POST /v2/portal/leads/{lead}/withdrawal',
  'PUT /v2/portal/deals/{deal}',
  'POST /v2/portal/deals/{deal}/withdrawal',
  'POST /v2/portal/links',
  'POST /v2/portal/data-exports',
  'PATCH /v2/portal/profile',
  'POST /v2/portal/cash-out',
  'POST /v2/portal/closure',
  'POST /v2/portal/payout-method/onboarding',
  'PUT /v2/portal/payout-method',
  'PUT /v2/portal/tax-details',
  'POST /v2/portal/terms/acceptances',
  'POST /v2/payment-methods/set-ups',
  'POST /v2/payment-methods/set-ups/{set_up}',
  // These are counted by address: rows/b-applications.test.ts spoils them one by one.
  'POST /v2/public/forms/{form}/application',
  'POST /v2/public/forms/{form}/lead',
  'POST /v2/public/forms/{form}/deal',
  'POST /v2/public/forms/{form}/{kind}/uploads',
  // A page: it answers with another one (rows/a9-form-pages.test.ts).
  'POST /v2/public/forms/{form}/{kind}/page',
  'POST /v2/webhooks/stripe',
  'POST /v2/webhooks/paypal',
];

test('No operation that writes was left out', async () => {
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await (await fetch(new URL('/v2/openapi.json', api.url))).json());
  const isTried = (path: string, method: string): boolean => {
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return OPERATIONS.some((operation) => operation.method === method && pattern.test(operation.path(acme)));
  };
  const left = Object.entries(paths).flatMap(([path, methods]) =>
    ['POST', 'PATCH', 'PUT']
      .filter((method) => method.toLowerCase() in methods && !isTried(path, method))
      .map((method) => `${method} ${path}`),
  );
  expect(left.toSorted()).toEqual(ELSEWHERE.toSorted());
});

test('After all of it everything reads as before, and the recount still agrees in every cell', async () => {
  const after = await everything(api);
  expect(after).toEqual(state);
  expect(after.get('differences from the recount')).toEqual([]);
});
