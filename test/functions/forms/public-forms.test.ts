import { publicFormSlug } from '../../../table/public-forms.ts';
import { getAcceptance } from '../../../table/terms.ts';
import { openMerchant } from '../../support/merchant.ts';
import { ANSWERS, apply, type Json, load, queue, slugOf } from './applicants.ts';

test('Whoever fills in the trap is answered like everybody, and never approved by itself or written to', async () => {
  const merchant = await openMerchant();
  await merchant.must('PATCH', '/v2/programs', { auto_approve: true });
  const caught = await apply(merchant, {}, { website: 'https://spam.example' });
  expect(caught).toMatchObject({ status: 200, data: { received: true } });
  expect(await queue(merchant)).toMatchObject([{ status: 'new', suspicious: 'hidden_field' }]);
  expect([...merchant.memory.items.values()].filter((item) => item['announces'] !== undefined)).toEqual([]);
});

test.each([
  ['faster than two seconds', 1_999, 'too_fast'],
  ['later than a day', 86_400_001, 'expired'],
])('A submission %s is refused', async (_title, wait, reason) => {
  const merchant = await openMerchant();
  const at = `/v2/public/forms/${await slugOf(merchant)}/application`;
  const { token } = await merchant.must('GET', at);
  merchant.clock.pass(wait);
  const refused = await merchant.call('POST', at, { token, answers: ANSWERS });
  expect(refused).toMatchObject({ status: 422, error: { reason, param: 'token' } });
  expect(await queue(merchant)).toEqual([]);
});

test('A token of another form, or a forged one, is refused', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  const { form, at } = await load(merchant);
  const forged = form.token.replace(/^\d+/, '2');
  const other = await load(merchant, publicFormSlug(group.key));
  for (const token of [forged, `${form.token.slice(0, -1)}_`, 'x', other.form.token]) {
    expect((await merchant.call('POST', at, { token, answers: ANSWERS })).error).toMatchObject({ param: 'token' });
  }
  expect(await queue(merchant)).toEqual([]);
});

test('A form that changes while somebody fills it in is answered as it was served, and shown so', async () => {
  const merchant = await openMerchant();
  const { default_group } = await merchant.head();
  const { form, at } = await load(merchant);
  const fields = form.fields.map(({ field_key, name, type, required }: Json) => ({ field_key, name, type, required }));
  const reach = { field_key: 'reach', name: 'Reach', type: 'text', required: true };
  await merchant.must('PATCH', `/v2/form-templates/${default_group}.application`, { fields: [...fields, reach] });
  await merchant.must('POST', at, { token: form.token, answers: ANSWERS });
  expect((await apply(merchant, { email: 'bob@example.com' })).error.param).toBe('answers.reach');
  await apply(merchant, { email: 'bob@example.com', reach: '<img src=x onerror=alert(1)>' });
  const [bob, ann] = await queue(merchant);
  expect([ann.form_version, bob.form_version]).toEqual([1, 2]);
  const keysOf = async (key: string) =>
    (await merchant.must('GET', `/v2/applications/${key}`)).form.fields.map((field: Json) => field.field_key);
  expect(await keysOf(ann.key)).not.toContain('reach');
  expect(await keysOf(bob.key)).toContain('reach');
  expect(bob.answers.reach).toBe('<img src=x onerror=alert(1)>');
});

test('A form that is off, of an archived group, or of nobody, is not there', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  const slug = publicFormSlug(group.key);
  const { form } = await load(merchant, slug);
  const status = async (path: string) => (await merchant.call('GET', `/v2/public/forms/${path}`)).status;
  expect(await status(`${slug}/lead`)).toBe(404);
  expect(await status(`${slug}/nothing`)).toBe(422);
  expect(await status('nobody/application')).toBe(404);
  await merchant.must('PATCH', `/v2/form-templates/${group.key}.application`, { enabled: false });
  expect(await status(`${slug}/application`)).toBe(404);
  const late = await merchant.call('POST', `/v2/public/forms/${slug}/application`, {
    token: form.token,
    answers: ANSWERS,
  });
  expect(late.status).toBe(404);
  await merchant.must('PATCH', `/v2/form-templates/${group.key}.application`, { enabled: true });
  await merchant.must('PATCH', `/v2/groups/${group.key}`, { archived: true });
  expect(await status(`${slug}/application`)).toBe(404);
});

test('The terms of a group must be accepted, in their version, and that is recorded', async () => {
  const merchant = await openMerchant();
  const { default_group } = await merchant.head();
  await merchant.must('PATCH', `/v2/groups/${default_group}`, { terms_url: 'https://acme.example/terms' });
  const { form } = await load(merchant);
  expect(form.terms).toEqual({ url: 'https://acme.example/terms', version: 1 });
  expect((await apply(merchant)).error).toMatchObject({ reason: 'terms', param: 'terms_version' });
  expect((await apply(merchant, {}, { terms_version: 2 })).error.param).toBe('terms_version');
  await apply(merchant, {}, { terms_version: 1 });
  expect((await queue(merchant))[0].terms).toEqual({
    ...form.terms,
    accepted_at: merchant.clock.now(),
  });
  const [{ key, terms }] = await queue(merchant);
  merchant.clock.pass(60_000);
  const { partnership_key } = await merchant.must('POST', `/v2/applications/${key}/approve`, {});
  const acceptance = await getAcceptance(merchant.store, partnership_key, default_group, 1);
  expect(acceptance).toMatchObject({ url: terms.url, version: 1, accepted_at: terms.accepted_at });
});

test('A file is uploaded to its field, checked, kept with the application, and downloaded by its name', async () => {
  const merchant = await openMerchant();
  const { default_group } = await merchant.head();
  const field = { field_key: 'kit', name: 'Kit', type: 'file', file_types: ['application/pdf'], max_bytes: 20 };
  const { form: plain } = await load(merchant);
  const fields = plain.fields.map(({ field_key, name, type, required }: Json) => ({ field_key, name, type, required }));
  await merchant.must('PATCH', `/v2/form-templates/${default_group}.application`, { fields: [...fields, field] });
  const { form, at } = await load(merchant);
  const asked = { token: form.token, field: 'kit', name: 'kit.pdf', type: 'application/pdf', size: 10 };
  for (const [wrong, param] of [
    [{ type: 'text/html' }, 'type'],
    [{ size: 21 }, 'size'],
    [{ field: 'email' }, 'field'],
    [{ token: 'x' }, 'token'],
  ] as const) {
    expect((await merchant.call('POST', `${at}/uploads`, { ...asked, ...wrong })).error.param).toBe(param);
  }
  const allowed = await merchant.must('POST', `${at}/uploads`, asked);
  const send = (upload: string) =>
    merchant.call('POST', at, { token: form.token, answers: { ...ANSWERS, kit: upload } });
  expect((await send(allowed.upload)).error.param).toBe('answers.kit');
  expect(merchant.files.post(allowed.fields, 'x'.repeat(21))).toBe(false);
  expect(merchant.files.post(allowed.fields, 'twelve bytes')).toBe(true);
  expect((await send('up_other')).error.param).toBe('answers.kit');
  expect((await send(allowed.upload)).status).toBe(200);
  const [application] = await queue(merchant);
  const file = { key: allowed.upload, field_key: 'kit', name: 'kit.pdf', content_type: 'application/pdf', size: 12 };
  expect(application.files).toEqual([file]);
  const { url } = await merchant.must('GET', `/v2/applications/${application.key}/files/${allowed.upload}`);
  expect(url).toContain(`kept/${merchant.program}/${allowed.upload}`);
  expect((await merchant.call('GET', `/v2/applications/${application.key}/files/up_x`)).status).toBe(404);
});

test('Hidden fields are not told to visitors, and keep their defaults', async () => {
  const merchant = await openMerchant();
  const { default_group } = await merchant.head();
  const { form: plain } = await load(merchant);
  const fields = plain.fields.map(({ field_key, name, type, required }: Json) => ({ field_key, name, type, required }));
  const source = { field_key: 'source', name: 'Source', type: 'text', hidden: true, default_value: 'secret plan' };
  await merchant.must('PATCH', `/v2/form-templates/${default_group}.application`, { fields: [...fields, source] });
  const { form } = await load(merchant);
  expect(JSON.stringify(form)).not.toMatch(/secret plan|grp_|Default/);
  await apply(merchant);
  await apply(merchant, { email: 'bob@example.com', source: 'blog' });
  expect((await queue(merchant)).map(({ answers }) => answers.source)).toEqual(['blog', 'secret plan']);
});
