import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { ALL_OPERATIONS } from '../../../functions/shared/contracts/index.ts';
import { type Acme, fillAcme } from '../support/acme.ts';
import { OPERATIONS } from '../support/operations.ts';
import { TestRuntime } from '../support/runtime.ts';

const Fields = z.record(z.string(), z.unknown()).nullable();
const AuditEvent = z.object({
  key: z.string(),
  created_at: z.int(),
  actor_type: z.string(),
  actor_key: z.string(),
  operation: z.string(),
  request_id: z.string(),
  subject_key: z.string(),
  changes: z.array(z.object({ type: z.string(), key: z.string(), before: Fields, after: Fields })),
});
type AuditEvent = z.infer<typeof AuditEvent>;

jest.setTimeout(180_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';
const answers: { name: string; status: number; request: string }[] = [];
let events: readonly AuditEvent[] = [];
let acme: Acme;

const send = async (method: string, path: string, body: unknown) => {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const response = await fetch(new URL(path, api.url), { method, headers, body: JSON.stringify(body) });
  await response.text();
  return { status: response.status, request: response.headers.get('x-request-id') ?? '' };
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  ({ api, secret } = await runtime.merchant());
  acme = await fillAcme(api);
  await api.call('PATCH', `/v2/groups/${acme.group}`, { name: 'Agencies' });
  for (const { name, method, path, body } of OPERATIONS) {
    answers.push({ name, ...(await send(method, path(acme), body(acme))) });
  }
  events = await everyItem(api, '/v2/audit-events', AuditEvent);
});
afterAll(() => runtime?.close());

const FACTS = new Set(
  ALL_OPERATIONS.flatMap((operation) =>
    operation.addsFacts === true ? [`${operation.method} ${operation.path}`] : [],
  ),
);
/**
 * These only look, hand out a form, or ask for what an earlier one of them has done already, and so change nothing; the
 * test below has those that can change something do so.
 */
const CHANGES_NOTHING = [
  ...[
    'POST /v2/payment-methods',
    'POST /v2/segments/preview',
    'POST /v2/imports/uploads',
    'POST /v2/creatives/uploads',
    'POST /v2/portal-look/uploads',
  ],
  ...['PATCH /v2/partnerships/{partnership}/tags', 'PATCH /v2/partnerships', 'PATCH /v2/applications/decision'],
  ...['POST /v2/form-templates/{form}/copy', 'PATCH /v2/domains/{domain}'],
];
const addsFacts = (name: string): boolean =>
  FACTS.has(name) || FACTS.has(name.replace(/\/transactions\/[\w-]+\//, '/transactions/{transaction}/'));

describe('J5 the audit log', () => {
  test('J5 every change that a request makes is there: who, when, by which operation', () => {
    const accepted = answers.filter(
      ({ status, name }) => status < 300 && !addsFacts(name) && !CHANGES_NOTHING.includes(name),
    );
    expect(accepted.length).toBeGreaterThan(15);
    const missing = accepted.filter(({ request }) => !events.some((event) => event.request_id === request));
    expect(missing.map(({ name }) => name)).toEqual([]);
    for (const event of events) {
      expect(event.actor_type).toBe('api_key');
      expect(event.actor_key).toMatch(/^key_/);
      expect(event.created_at).toBeGreaterThanOrEqual(Date.UTC(2011, 0, 10));
      expect(ALL_OPERATIONS.map(({ id }) => id)).toContain(event.operation);
    }
  });

  test('J5 so do tags, moves and copies of forms, when they change something', async () => {
    const groups = z.object({ items: z.array(z.object({ key: z.string(), default: z.boolean() })) });
    const { items } = groups.parse(await api.call('GET', '/v2/groups?limit=50'));
    const home = items.find((group) => group.default)?.key;
    const other = items.find((group) => !group.default)?.key ?? '';
    await api.call('PATCH', `/v2/form-templates/${home}.deal`, { title: 'Another title' });
    const changes = [
      await send('PATCH', '/v2/partnerships/ben/tags', { remove: [acme.tag] }),
      await send('PATCH', '/v2/partnerships/ben/tags', { add: [acme.tag] }),
      await send('PATCH', '/v2/partnerships', { group_key: other, partnerships: ['ben'] }),
      await send('PATCH', '/v2/partnerships', { group_key: home, partnerships: ['ben'] }),
      await send('POST', `/v2/form-templates/${other}.deal/copy`, { from_group: home }),
    ];
    expect(changes.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const now = await everyItem(api, '/v2/audit-events', AuditEvent);
    const left = changes.map(({ request }) => now.some((event) => event.request_id === request));
    expect(left).toEqual([true, true, true, true, true]);
  });

  test('J5 a refused request left none', () => {
    const refused = answers.filter(({ status }) => status >= 300);
    expect(events.filter((event) => refused.some(({ request }) => event.request_id === request))).toEqual([]);
  });

  test('J5 each change tells the fields as they were and as they are', () => {
    const renamed = events.find((event) => event.operation === 'updateGroup');
    const change = renamed?.changes.find(({ key }) => key === renamed.subject_key);
    expect(change).toMatchObject({ type: 'group', before: { name: 'Resellers' } });
    expect(change?.after).toMatchObject({ name: 'Agencies' });
    const created = events.find((event) => event.operation === 'createTag');
    expect(created?.changes.find(({ key }) => key === created.subject_key)).toMatchObject({
      type: 'tag',
      before: null,
    });
  });

  test('J5 the changes of one object are found by its key, and no secret is shown', async () => {
    const [one] = events.filter((event) => event.operation === 'updateGroup');
    const found = await everyItem(api, `/v2/audit-events?subject_key=${one?.subject_key}`, AuditEvent);
    expect(found.map(({ key }) => key)).toEqual(
      events.filter((event) => event.subject_key === one?.subject_key).map(({ key }) => key),
    );
    expect(AuditEvent.parse(await api.call('GET', `/v2/audit-events/${one?.key}`))).toEqual(one);
    expect(JSON.stringify(events).match(/sk_test_[\w-]{20,}|"hash"|gsi1pk/)).toBeNull();
  });
});
