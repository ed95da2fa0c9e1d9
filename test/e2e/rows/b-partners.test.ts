import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { Caller } from '../support/caller.ts';
import { logIn } from '../support/login.ts';
import { mailsTo, tokenMailedTo } from '../support/mailbox.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';
import { uploadImport } from '../support/uploads.ts';

const Partnership = z.object({
  ...{ key: z.string(), email: z.string(), status: z.string(), group_key: z.string(), tags: z.array(z.string()) },
  ...{ claimed: z.boolean(), status_reason: z.string().nullable(), recruited_by: z.string().nullable() },
});
const Invitation = z.object({ key: z.string(), status: z.string(), partnership_key: z.string().nullable() });
const Opened = z.object({ has_login: z.boolean(), terms_version: z.int().nullable(), program_name: z.string() });
const Keyed = z.object({ key: z.string() });
const Items = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), has_more: z.boolean() });
const Anything = z.unknown();

jest.setTimeout(180_000);

let runtime: TestRuntime;
let api: ApiClient;
let acme: Caller;
let group = '';
let vip = '';

const PASSWORD = 'Geheim 12345!';
const partner = (name: string) => acme.data(Partnership, 'GET', `/v2/partnerships/${name}`);
const inbox = async (address: string) => {
  await settled(api);
  return mailsTo(runtime.url, address);
};
const mailedToken = async (address: string) => {
  await settled(api);
  return tokenMailedTo(runtime.url, address);
};
/** Somebody without a key, as a mailed link is opened. */
const visitor = () => new Caller(runtime.url, '');
const portalOf = async (email: string, password = PASSWORD) =>
  new Caller(runtime.url, (await logIn(runtime.url, email, password)).token);

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  const merchant = await runtime.merchant();
  api = merchant.api;
  acme = new Caller(runtime.url, merchant.secret);
  group = await acme.made('/v2/groups', { name: 'Resellers', destination_url: 'https://acme.example/' });
  vip = await acme.made('/v2/tags', { name: 'vip' });
  await acme.made('/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
});
afterAll(() => runtime?.close());

describe('B3 partners who are added or invited', () => {
  test('B3 a partner that is added by hand with e-mail and password logs in with them', async () => {
    const made = await acme.data(Partnership, 'POST', '/v2/partnerships', {
      ...{ partner_key: 'anna', email: 'anna@partners.example', password: PASSWORD },
    });
    expect(made).toMatchObject({ status: 'active', claimed: true });
    const portal = await portalOf('anna@partners.example');
    const Profile = z.object({ key: z.string(), email: z.string() });
    expect(await portal.data(Profile, 'GET', '/v2/portal/profile')).toEqual({
      ...{ key: made.key, email: 'anna@partners.example' },
    });
  });

  test('B3 the password of somebody who has a login is never set; the person gets a mail and accepts', async () => {
    const second = await runtime.operator({ action: 'merchant.create', name: 'Borg', currency: 'GBP' });
    const { secret_key } = z.object({ secret_key: z.string() }).parse(second);
    const borg = new Caller(runtime.url, secret_key);
    const body = { email: 'anna@partners.example', password: 'Taken over 99!', partner_key: 'anna' };
    const made = await borg.data(Partnership, 'POST', '/v2/partnerships', body);
    expect(made.claimed).toBe(false);
    await expect(logIn(runtime.url, 'anna@partners.example', 'Taken over 99!')).rejects.toThrow();
    expect((await inbox('anna@partners.example'))[0]?.subject).toBe('Borg invites you to be its partner');
    const token = await mailedToken('anna@partners.example');
    // Her password was chosen by Acme: with the mailed link she chooses her own.
    expect(await visitor().refusal('POST', `/v2/public/invitations/${token}`, {})).toBe(
      '422 unprocessable password_required password',
    );
    await visitor().data(Anything, 'POST', `/v2/public/invitations/${token}`, { password: 'Her own 12345!' });
    const { token: access } = await logIn(runtime.url, 'anna@partners.example', 'Her own 12345!');
    const Me = z.object({ partnerships: z.array(z.object({ name: z.string() })) });
    const me = await new Caller(runtime.url, access).data(Me, 'GET', '/v2/me');
    expect(me.partnerships.map(({ name }) => name).sort()).toEqual(['Acme', 'Borg']);
  });

  test('B3 an invitation makes the partnership in the group, with the tags, after the terms are accepted', async () => {
    const email = 'ines@partners.example';
    await acme.data(Anything, 'PATCH', `/v2/groups/${group}`, { terms_url: 'https://acme.example/terms' });
    const asked = { email, group_key: group, tags: ['vip'], recruited_by: 'anna', message: 'Will you join us?' };
    const { key } = await acme.data(Invitation, 'POST', '/v2/invitations', asked);
    expect((await inbox(email))[0]?.text).toContain('> Will you join us?');
    const path = `/v2/public/invitations/${await mailedToken(email)}`;
    const opened = await visitor().data(Opened, 'GET', path);
    expect(opened).toEqual({ has_login: false, terms_version: 1, program_name: 'Acme' });
    expect(await visitor().refusal('POST', path, { password: PASSWORD })).toBe(
      '422 unprocessable terms_required terms_version',
    );
    await visitor().data(Anything, 'POST', path, { password: PASSWORD, terms_version: 1 });
    const after = await acme.data(Invitation, 'GET', `/v2/invitations/${key}`);
    expect(after.status).toBe('accepted');
    const { key: anna } = await partner('anna');
    expect(await partner(after.partnership_key ?? '')).toMatchObject({
      ...{ email, status: 'active', group_key: group, tags: [vip], recruited_by: anna, claimed: true },
    });
    const accepted = await acme.data(
      Items(z.object({ version: z.int() })),
      'GET',
      `/v2/partnerships/${after.partnership_key}/terms-acceptances`,
    );
    expect(accepted.items).toMatchObject([{ version: 1 }]);
    expect(await visitor().refusal('POST', path, { password: PASSWORD, terms_version: 1 })).toBe('410 gone used token');
  });

  test('B3 a link works once and expires; invitations are listed, sent again and revoked', async () => {
    const email = 'otto@partners.example';
    const { key } = await acme.data(Invitation, 'POST', '/v2/invitations', { email });
    const first = await mailedToken(email);
    await until(api, '2026-01-11T10:00:00Z');
    await acme.data(Invitation, 'POST', `/v2/invitations/${key}/resend`, {});
    const second = await mailedToken(email);
    expect(second).not.toBe(first);
    const body = { password: PASSWORD };
    expect(await visitor().refusal('POST', `/v2/public/invitations/${first}`, body)).toBe('410 gone withdrawn token');
    await until(api, '2026-01-25T10:00:01Z');
    expect(await visitor().refusal('POST', `/v2/public/invitations/${second}`, body)).toBe('410 gone expired token');
    const expired = await acme.data(Items(Invitation), 'GET', '/v2/invitations?status=expired');
    expect(expired.items.map((one) => one.key)).toEqual([key]);
    await acme.data(Invitation, 'DELETE', `/v2/invitations/${key}`);
    const revoked = await acme.data(Items(Invitation), 'GET', '/v2/invitations?status=revoked');
    expect(revoked.items.map((one) => one.key)).toEqual([key]);
  });
});

/** Whether a click gets a click id, as soon as what is kept of the link has expired; it always leads on. */
const counts = async (slug: string, wanted: boolean): Promise<boolean> => {
  for (let tries = 0; ; tries++) {
    const response = await fetch(new URL(`/${slug}`, runtime.url), { redirect: 'manual' });
    if (response.status !== 302) throw new Error(`A click is answered with ${response.status}.`);
    const found = (response.headers.get('location') ?? '').includes('fs_click=');
    if (found === wanted || tries === 40) return found;
    await sleep(500);
  }
};
const rewardsOf = async (name: string) => {
  await settled(api);
  const Reward = z.object({ original_amount: z.int() });
  const path = `/v2/rewards?partnership_key=${name}&period=2026-01&limit=100`;
  return (await acme.data(Items(Reward), 'GET', path)).items.length;
};
const sell = (key: string) =>
  acme.data(Anything, 'POST', '/v2/transactions', {
    ...{ external_key: key, customer_key: 'cathy', amount: 5_000, currency: 'GBP' },
  });

describe('B4 partners who are deactivated, moved and handled in bulk', () => {
  test('B4 a deactivated partner earns nothing new and its links give no click ids, until it is reactivated', async () => {
    await acme.made('/v2/partnerships', { partner_key: 'ben', email: 'ben@partners.example', group_key: group });
    await acme.made('/v2/links', { partnership_key: 'ben', slug: 'ben' });
    await acme.made('/v2/customers', { customer_key: 'cathy', partner_key: 'ben' });
    await sell('s1');
    expect([await rewardsOf('ben'), await counts('ben', true)]).toEqual([1, true]);
    const stop = { status: 'inactive', status_reason: 'Coupon sites' };
    await acme.data(Anything, 'PATCH', '/v2/partnerships/ben', stop);
    await sell('s2');
    expect([await rewardsOf('ben'), await counts('ben', false)]).toEqual([1, false]);
    expect(await partner('ben')).toMatchObject(stop);
    await acme.data(Anything, 'PATCH', '/v2/partnerships/ben', { status: 'active' });
    await sell('s3');
    expect([await rewardsOf('ben'), await counts('ben', true)]).toEqual([2, true]);
  });

  test('B4 a partner moves to another group, and what happened is told in its timeline', async () => {
    const other = await acme.made('/v2/groups', { name: 'Agencies' });
    await acme.data(Anything, 'PATCH', '/v2/partnerships/ben', { group_key: other });
    await acme.made('/v2/partnerships/ben/notes', { text: 'Asked for the agency rate.' });
    expect((await partner('ben')).group_key).toBe(other);
    const Entry = z.looseObject({ type: z.string() });
    const { items } = await acme.data(Items(Entry), 'GET', '/v2/partnerships/ben/timeline');
    expect(items.map(({ type }) => type)).toEqual(['noted', 'moved', 'reactivated', 'deactivated', 'joined']);
    expect(items[3]).toMatchObject({ reason: 'Coupon sites' });
  });

  test('B4 bulk actions tag, untag, move, deactivate and reactivate, and report each result', async () => {
    await acme.made('/v2/partnerships', { partner_key: 'cleo', email: 'cleo@partners.example' });
    const Result = z.object({ partnership: z.string(), result: z.string() });
    const act = async (body: object) => {
      const asked = { ...body, partnerships: ['ben', 'cleo', 'ghost'] };
      const { items } = await acme.data(z.object({ items: z.array(Result) }), 'POST', '/v2/partnerships/bulk', asked);
      return items.map(({ result }) => result);
    };
    expect(await act({ action: 'tag', tags: ['vip'] })).toEqual(['done', 'done', 'refused']);
    expect(await act({ action: 'tag', tags: ['vip'] })).toEqual(['unchanged', 'unchanged', 'refused']);
    expect(await act({ action: 'move', group_key: group })).toEqual(['done', 'done', 'refused']);
    expect(await partner('cleo')).toMatchObject({ group_key: group, tags: [vip] });
    expect(await act({ action: 'untag', tags: [vip] })).toEqual(['done', 'done', 'refused']);
    expect(await act({ action: 'deactivate', reason: 'Pause' })).toEqual(['done', 'done', 'refused']);
    expect(await partner('cleo')).toMatchObject({ status: 'inactive', status_reason: 'Pause', tags: [] });
    expect(await act({ action: 'reactivate' })).toEqual(['done', 'done', 'refused']);
  });
});

const Import = z.object({
  ...{ key: z.string(), status: z.string(), progress: z.object({ done: z.int(), total: z.nullable(z.int()) }) },
  counts: z.record(z.string(), z.object({ made: z.int(), exists: z.int(), skipped: z.int() })),
  problems: z.array(z.object({ line: z.int(), reason: z.string() })),
});

/** Imports partners from a file, and waits for the end of the job. */
const importCsv = async (rows: readonly string[], dry_run: boolean) => {
  const file = await uploadImport(api, Buffer.from(`\ufeff${rows.join('\r\n')}\r\n`));
  const { key } = await acme.data(Keyed, 'POST', '/v2/imports', { source: 'csv', kind: 'partners', file, dry_run });
  for (;;) {
    const job = await acme.data(Import, 'GET', `/v2/imports/${key}`);
    if (job.status === 'done') return job;
    if (job.status === 'failed') throw new Error(JSON.stringify(job));
    await sleep(100);
  }
};

describe('B4 partners from a file', () => {
  test('B4 a CSV is tried first, imported once however often, and tells the line and reason of each row left out', async () => {
    const rows = [
      'Email Address;First Name;Company;Partner Key',
      '"gina@partners.example";Gina;"Gina; Sons ""Ltd""";gina',
      'hugo@partners.example;Hugo;;hugo',
      'not an address;Nobody;;nobody',
      'anna@partners.example;Anna;;anna',
    ];
    const gina = '/v2/partnerships?email=gina%40partners.example';
    const Found = Items(z.object({ partner_key: z.string(), company: z.string().nullable() }));
    const tried = await importCsv(rows, true);
    expect(tried.counts['partners']).toEqual({ made: 2, exists: 1, skipped: 1 });
    expect(tried.problems).toMatchObject([{ line: 4 }]);
    expect((await acme.data(Found, 'GET', gina)).items).toEqual([]);
    const done = await importCsv(rows, false);
    expect(done).toMatchObject({ counts: tried.counts, problems: tried.problems, progress: { done: 4, total: 4 } });
    const made = [{ partner_key: 'gina', company: 'Gina; Sons "Ltd"' }];
    expect((await acme.data(Found, 'GET', gina)).items).toMatchObject(made);
    const again = await importCsv(rows, false);
    expect(again.counts['partners']).toEqual({ made: 0, exists: 3, skipped: 1 });
  });
});

describe('B5 one program of a merchant at a time', () => {
  test('B5 a merchant runs several programs, and a partner is active in one of them; other merchants do not matter', async () => {
    const Created = z.object({ key: z.string(), secret_key: z.string() });
    const program = { name: 'Second', currency: 'GBP' };
    const { key, secret_key } = await acme.data(Created, 'POST', '/v2/merchant/programs', program);
    const second = new Caller(runtime.url, secret_key);
    const dora = { partner_key: 'dora', email: 'dora@partners.example' };
    await second.made('/v2/partnerships', dora);
    expect(await acme.refusal('POST', '/v2/partnerships', dora)).toBe('409 conflict other_program email');
    expect(await acme.refusal('POST', '/v2/invitations', { email: 'DORA@partners.example' })).toBe(
      '409 conflict other_program email',
    );
    await second.data(Anything, 'PATCH', '/v2/partnerships/dora', { status: 'inactive' });
    await acme.made('/v2/partnerships', dora);
    expect(await second.refusal('PATCH', '/v2/partnerships/dora', { status: 'active' })).toBe(
      '409 conflict other_program email',
    );
    const both = { partner_key: 'emil', email: 'emil@partners.example' };
    const answers = await Promise.allSettled([acme, second].map((one) => one.made('/v2/partnerships', both)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const borg = await runtime.operator({ action: 'merchant.create', name: 'Cyberdyne', currency: 'GBP' });
    const other = new Caller(runtime.url, z.object({ secret_key: z.string() }).parse(borg).secret_key);
    expect(await other.made('/v2/partnerships', dora)).toMatch(/^part_/);
    expect(Keyed.parse({ key }).key).toMatch(/^prog_/);
  });
});
