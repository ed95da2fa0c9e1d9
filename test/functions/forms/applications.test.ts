import { defaultForm } from '../../../domain/forms.ts';
import { evaluateEvent } from '../../../functions/evaluate-triggers/evaluate-event.ts';
import { sendMails } from '../../../functions/send-emails/send-mails.ts';
import type { Mail } from '../../../functions/send-emails/texts.ts';
import { readEarning } from '../../../table/earnings.ts';
import { publicFormSlug } from '../../../table/public-forms.ts';
import type { Item } from '../../../table/store.ts';
import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';
import { ANSWERS, apply, load, queue } from './applicants.ts';

const announced = (merchant: TestMerchant): Item[] =>
  [...merchant.memory.items.values()].filter((item) => item['announces'] !== undefined);
const types = (merchant: TestMerchant): string[] => announced(merchant).map((item) => String(item['announces']));

test('An application goes to the queue with what was answered, and makes nobody a partner', async () => {
  const merchant = await openMerchant();
  expect(await apply(merchant)).toMatchObject({ status: 200, data: { received: true } });
  const [application, ...others] = await queue(merchant, '&status=new');
  expect(others).toEqual([]);
  expect(application).toMatchObject({
    ...ANSWERS,
    ...{ status: 'new', answers: ANSWERS, form_version: 1, suspicious: null, repeated: 0, partnership_key: null },
    group_key: (await merchant.head()).default_group,
  });
  expect(application.mold_key).toBe(`${application.group_key}.application`);
  const shown = await merchant.must('GET', `/v2/applications/${application.key}`);
  expect(shown.form).toMatchObject({ version: 1, title: defaultForm('application').title });
  expect((await merchant.must('GET', '/v2/partnerships')).items).toEqual([]);
  expect(types(merchant)).toEqual(['partnership.applied']);
});

test('The same token again is one application, and gives the same answer', async () => {
  const merchant = await openMerchant();
  const { form, at } = await load(merchant);
  const body = { token: form.token, answers: ANSWERS };
  const answers = await Promise.all([1, 2, 3].map(() => merchant.call('POST', at, body)));
  answers.push(await merchant.call('POST', at, { ...body, answers: { ...ANSWERS, email: 'other@example.com' } }));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await queue(merchant)).toMatchObject([{ email: 'ann@example.com', repeated: 0 }]);
});

test('Whether an address is known makes no difference to who applies, and is counted for the merchant', async () => {
  const merchant = await openMerchant();
  const first = await apply(merchant);
  expect(await apply(merchant, { email: 'ANN@example.com' })).toEqual(first);
  await merchant.must('POST', '/v2/partnerships', { email: 'bob@example.com' });
  expect(await apply(merchant, { email: 'Bob@example.com' })).toEqual(first);
  const [application, ...others] = await queue(merchant);
  expect(others).toEqual([]);
  expect(application).toMatchObject({ email: 'ann@example.com', repeated: 1 });
  await merchant.must('POST', `/v2/applications/${application.key}/approve`, {});
  expect(await apply(merchant)).toEqual(first);
  expect(await queue(merchant)).toMatchObject([{ status: 'approved', repeated: 2 }]);
});

test('Approving makes an active partnership, in the group and with the tags that are given', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  const tag = await merchant.must('POST', '/v2/tags', { name: 'vip' });
  await apply(merchant);
  const [application] = await queue(merchant);
  const at = `/v2/applications/${application.key}`;
  const body = { group_key: group.key, tags: ['vip'], partner_key: 'ANN' };
  const approved = await merchant.must('POST', `${at}/approve`, body);
  expect(approved).toMatchObject({ status: 'approved', decided_by: 'key_test', decided_at: merchant.clock.now() });
  const partnership = await merchant.must('GET', `/v2/partnerships/${approved.partnership_key}`);
  expect(partnership).toMatchObject({
    ...ANSWERS,
    ...{ status: 'active', group_key: group.key, tags: [tag.key], partner_key: 'ANN' },
  });
  merchant.clock.pass(1000);
  const count = merchant.memory.items.size;
  expect(await merchant.must('POST', `${at}/approve`, {})).toEqual(approved);
  expect(await merchant.call('POST', `${at}/reject`, {})).toMatchObject({ status: 409, error: { reason: 'decided' } });
  expect(merchant.memory.items.size).toBe(count);
  // The invitation is the link by which the partner makes a login.
  expect(types(merchant).sort()).toEqual([
    'invitation.created',
    'partnership.applied',
    'partnership.approved',
    'partnership.invited',
    'partnership.joined',
  ]);
});

test('Rejecting keeps the reason, makes nobody a partner, and leaves the address free to apply again', async () => {
  const merchant = await openMerchant();
  await apply(merchant);
  const [application] = await queue(merchant);
  const at = `/v2/applications/${application.key}`;
  const rejected = await merchant.must('POST', `${at}/reject`, { reason: 'No audience' });
  expect(rejected).toMatchObject({ status: 'rejected', reason: 'No audience', partnership_key: null });
  expect(await merchant.must('POST', `${at}/reject`, { reason: 'Other' })).toEqual(rejected);
  expect((await merchant.call('POST', `${at}/approve`, {})).status).toBe(409);
  expect(await queue(merchant, '&status=rejected')).toEqual([rejected]);
  expect(await queue(merchant, '&status=new')).toEqual([]);
  await apply(merchant);
  expect(await queue(merchant, '&status=new')).toHaveLength(1);
  expect((await merchant.must('GET', '/v2/partnerships')).items).toEqual([]);
});

test('Two decisions at the same moment are one', async () => {
  const merchant = await openMerchant();
  await apply(merchant);
  const [application] = await queue(merchant);
  const at = `/v2/applications/${application.key}`;
  const answers = await Promise.all([1, 2, 3].map(() => merchant.must('POST', `${at}/approve`, {})));
  expect(new Set(answers.map((answer) => answer.partnership_key)).size).toBe(1);
  expect((await merchant.must('GET', '/v2/partnerships')).items).toHaveLength(1);
});

test('What cannot be approved stays in the queue, with the reason told', async () => {
  const merchant = await openMerchant();
  await apply(merchant);
  const [application] = await queue(merchant);
  const at = `/v2/applications/${application.key}/approve`;
  for (const [body, param] of [
    [{ group_key: 'grp_x' }, 'group_key'],
    [{ tags: ['ghost'] }, 'tags.0'],
    [{ partner_key: 'part_01h00000000000000000000000' }, 'partner_key'],
  ] as const) {
    expect((await merchant.call('POST', at, body)).error.param).toBe(param);
  }
  await merchant.must('POST', '/v2/partnerships', { email: 'other@example.com', partner_key: 'ANN' });
  expect((await merchant.call('POST', at, { partner_key: 'ANN' })).error.reason).toBe('partner_key_taken');
  await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  expect((await merchant.call('POST', at, {})).error.reason).toBe('email_taken');
  expect(await queue(merchant, '&status=new')).toHaveLength(1);
});

test('Several are decided at once, and those that cannot be are named', async () => {
  const merchant = await openMerchant();
  for (const name of ['a', 'b', 'c']) await apply(merchant, { email: `${name}@example.com` });
  const keys = (await queue(merchant)).map(({ key }) => key);
  await merchant.must('POST', `/v2/applications/${keys[0]}/reject`, {});
  const body = { decision: 'approved', applications: [...keys, keys[1]] };
  const answer = await merchant.must('PATCH', '/v2/applications/decision', body);
  expect(answer).toEqual({
    decided: keys.slice(1),
    refused: [{ key: keys[0], code: 'decided', message: expect.any(String) }],
  });
  expect(await merchant.must('PATCH', '/v2/applications/decision', body)).toEqual(answer);
  expect((await merchant.must('GET', '/v2/partnerships')).items).toHaveLength(2);
  const unknown = { decision: 'rejected', applications: [keys[1], 'appl_x'], reason: 'No' };
  expect((await merchant.call('PATCH', '/v2/applications/decision', unknown)).error.param).toBe('applications.1');
});

test.each([
  ['neither says so', undefined, undefined, 'new'],
  ['the program says so', true, undefined, 'approved'],
  ['the group says so', false, true, 'approved'],
  ['the group says no', true, false, 'new'],
])('Where %s, an application is %s', async (_title, program, group, status) => {
  const merchant = await openMerchant();
  const { default_group } = await merchant.head();
  if (program !== undefined) await merchant.must('PATCH', '/v2/programs', { auto_approve: program });
  if (group !== undefined) await merchant.must('PATCH', `/v2/groups/${default_group}`, { auto_approve: group });
  await apply(merchant);
  const [application] = await queue(merchant);
  expect(application.status).toBe(status);
  expect((await merchant.must('GET', '/v2/partnerships')).items).toHaveLength(status === 'approved' ? 1 : 0);
});

test('Whoever applies through a join link lands in its group, until the link is renewed', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  await apply(merchant, {}, {}, group.join_slug);
  const [application] = await queue(merchant, `&group_key=${group.key}`);
  const approved = await merchant.must('POST', `/v2/applications/${application.key}/approve`, {});
  expect((await merchant.must('GET', `/v2/partnerships/${approved.partnership_key}`)).group_key).toBe(group.key);
  await merchant.must('POST', `/v2/groups/${group.key}/join-link`);
  expect((await merchant.call('GET', `/v2/public/forms/${group.join_slug}/application`)).status).toBe(404);
  expect((await merchant.call('GET', `/v2/public/forms/${publicFormSlug(group.key)}/application`)).status).toBe(200);
});

test('A recruiting code makes the recruiter, and a code of nobody is nobody’s', async () => {
  const merchant = await openMerchant();
  await merchant.must('PATCH', '/v2/programs', { second_tier_bps: 1000 });
  const recruiter = await merchant.must('POST', '/v2/partnerships', { email: 'recruiter@example.com' });
  await apply(merchant, {}, { recruiter: recruiter.key.slice('part_'.length) });
  await apply(merchant, { email: 'bob@example.com' }, { recruiter: 'nobody' });
  const [bob, ann] = await queue(merchant);
  expect([ann.recruited_by, bob.recruited_by]).toEqual([recruiter.key, null]);
  const approved = await merchant.must('POST', `/v2/applications/${ann.key}/approve`, {});
  expect((await merchant.must('GET', `/v2/partnerships/${approved.partnership_key}`)).recruited_by).toBe(recruiter.key);
});

test('Being approved can be rewarded by a trigger, once', async () => {
  const merchant = await openMerchant();
  const offer = { type: 'flat', value: 500, description: 'Welcome' };
  await merchant.must(
    'POST',
    '/v2/triggers',
    trigger({ event: 'partnership.approved', action: { type: 'reward', offer } }),
  );
  await apply(merchant);
  const [application] = await queue(merchant);
  const approved = await merchant.must('POST', `/v2/applications/${application.key}/approve`, {});
  const fact = announced(merchant).find((item) => item['announces'] === 'partnership.approved');
  const evaluate = evaluateEvent(merchant.deps);
  for (let times = 0; times < 2; times++) await evaluate('partnership.approved', fact);
  const earnings = [...merchant.memory.items.values()].filter((item) => item.sk.startsWith('EARN#')).map(readEarning);
  expect(earnings).toMatchObject([{ partnership: approved.partnership_key, rewards: [{ amount: 500 }] }]);
});

test('Applicant and merchant are written to, once each, and no name breaks a header', async () => {
  const merchant = await openMerchant();
  await merchant.must('PATCH', '/v2/programs', { billing_email: 'bills@acme.example' });
  await apply(merchant);
  await apply(merchant, { email: 'bob@example.com', first_name: 'Bob' });
  const [bob, ann] = await queue(merchant);
  await merchant.must('POST', `/v2/applications/${ann.key}/approve`, {});
  await merchant.must('POST', `/v2/applications/${bob.key}/reject`, { reason: 'No\r\nBcc: x@evil.example' });
  const mails: Mail[] = [];
  const send = async (mail: Mail): Promise<void> => {
    mails.push(mail);
  };
  const deliver = sendMails({
    store: merchant.store,
    clock: merchant.clock,
    tokens: async () => String,
    publicUrl: '',
    pause: async () => {},
    send,
  });
  for (let times = 0; times < 2; times++) {
    for (const item of announced(merchant)) await deliver(String(item['announces']), item);
  }
  expect(mails.map(({ to, subject }) => `${to}: ${subject}`).sort()).toEqual([
    'ann@example.com: Acme invites you to be its partner',
    'ann@example.com: Acme: we have received your application',
    'ann@example.com: Welcome to Acme',
    'bills@acme.example: Acme: a new application',
    'bills@acme.example: Acme: a new application',
    'bob@example.com: Acme: we have received your application',
    'bob@example.com: Acme: your application',
  ]);
  expect(mails.find(({ subject }) => subject === 'Acme: your application')?.text).toContain('No Bcc: x@evil.example');
});

test('The applications of another merchant are not there', async () => {
  const acme = await openMerchant();
  await apply(acme);
  const [application] = await queue(acme);
  const other = await openMerchant({ name: 'Other' }, acme.store);
  const at = `/v2/applications/${application.key}`;
  expect((await other.call('GET', at)).status).toBe(404);
  expect((await other.call('POST', `${at}/approve`, {})).status).toBe(404);
  expect((await other.call('POST', `${at}/reject`, {})).status).toBe(404);
  expect((await other.must('GET', '/v2/applications')).items).toEqual([]);
  const all = { decision: 'approved', applications: [application.key] };
  expect((await other.call('PATCH', '/v2/applications/decision', all)).status).toBe(422);
});
