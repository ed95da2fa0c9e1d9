import { FIELD_TYPES } from '../../../domain/form-fields.ts';
import { defaultForm } from '../../../domain/forms.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';

/** Parsed JSON, which tests look into as they expect it to be. */
type Json = ReturnType<typeof JSON.parse>;

const BUILT_IN = defaultForm('lead').fields.map(({ key, label, type, required }) => ({
  field_key: key,
  name: label,
  type,
  required,
}));
const options = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];
const extra = FIELD_TYPES.map((type) => ({
  field_key: `my_${type}`,
  name: `My ${type}`,
  type,
  help_text: 'Help',
  ...(type === 'select' || type === 'multi_select' ? { options } : {}),
}));

const leadForm = async (merchant: TestMerchant, group?: string): Promise<string> =>
  `${group ?? (await merchant.head()).default_group}.lead`;
const fieldKeys = (form: Json): string[] => form.fields.map((field: Json) => field.field_key);

test('Each group has a form of each kind, of which only the one for applications is on at first', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  const { items, has_more } = await merchant.must('GET', '/v2/form-templates?limit=100&order_by=created_at');
  expect(has_more).toBe(false);
  expect(items).toHaveLength(6);
  const own = items.filter((form: Json) => form.group_key === group.key);
  expect(own.map((form: Json) => [form.type, form.enabled, form.version])).toEqual([
    ['application', true, 1],
    ['deal', false, 1],
    ['lead', false, 1],
  ]);
  for (const form of items) expect(await merchant.must('GET', `/v2/form-templates/${form.key}`)).toEqual(form);
});

test('Forms are listed by group and kind, page by page in both directions', async () => {
  const { must } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const keys = async (query: string) =>
    (await must('GET', `/v2/form-templates?${query}`)).items.map((form: Json) => form.key);
  const all = await keys('limit=100');
  expect(await keys(`group_key=${group.key}&type=deal`)).toEqual([`${group.key}.deal`]);
  expect(await keys(`limit=2&starting_after=${all[1]}`)).toEqual(all.slice(2, 4));
  expect(await keys(`limit=2&ending_before=${all[4]}`)).toEqual(all.slice(2, 4));
  await must('PATCH', `/v2/groups/${group.key}`, { archived: true });
  expect(await keys('limit=100')).toHaveLength(3);
  expect(await keys('limit=100&include_archived=true')).toHaveLength(6);
});

test('Every type of field is defined with its words, in the order that is given', async () => {
  const merchant = await openMerchant();
  const key = await leadForm(merchant);
  merchant.clock.pass(1000);
  const fields = [...extra, ...BUILT_IN].toReversed();
  const changed = await merchant.must('PATCH', `/v2/form-templates/${key}`, {
    title: 'Größe & <b>',
    description: 'Two\nlines',
    fields,
    enabled: true,
  });
  expect(changed).toMatchObject({ version: 2, enabled: true, title: 'Größe & <b>', description: 'Two\nlines' });
  expect(changed.updated_at).toBe(merchant.clock.now());
  expect(fieldKeys(changed)).toEqual(fields.map(({ field_key }) => field_key));
  expect(changed.fields.map((field: Json) => field.position)).toEqual(fields.map((_field, index) => index));
  expect(changed.fields.find((field: Json) => field.field_key === 'my_select')).toMatchObject({
    ...{ api_name: 'my_select', name: 'My select', help_text: 'Help', options, built_in: false },
    ...{ required: false, hidden: false },
  });
  expect(changed.fields.find((field: Json) => field.field_key === 'email').built_in).toBe(true);
  expect(await merchant.must('GET', `/v2/form-templates/${key}`)).toEqual(changed);
});

test('The same change again makes no version, and a switch makes none either', async () => {
  const merchant = await openMerchant();
  const key = await leadForm(merchant);
  const patch = (body: object) => merchant.must('PATCH', `/v2/form-templates/${key}`, body);
  const first = await patch({ title: 'Other' });
  merchant.clock.pass(1000);
  const count = merchant.memory.items.size;
  expect(await patch({ title: 'Other' })).toEqual(first);
  expect(await patch({ fields: BUILT_IN })).toEqual(first);
  expect(await patch({ enabled: true })).toMatchObject({ version: 2, enabled: true });
  expect(await patch({ enabled: false })).toMatchObject({ version: 2, enabled: false });
  expect(merchant.memory.items.size).toBe(count);
});

test('Every version stays as it was, and "start again" is the next one', async () => {
  const merchant = await openMerchant();
  const key = await leadForm(merchant);
  const at = `/v2/form-templates/${key}`;
  const untouched = await merchant.must('GET', `${at}/versions/1`);
  expect(await merchant.must('GET', `${at}/versions`)).toMatchObject({ items: [{ version: 1 }], has_more: false });
  merchant.clock.pass(1000);
  await merchant.must('PATCH', at, { title: 'Second', fields: [...BUILT_IN, ...extra] });
  const again = await merchant.must('POST', `${at}/reset`);
  expect(again).toMatchObject({ version: 3, title: defaultForm('lead').title, enabled: false });
  expect(fieldKeys(again)).toEqual(BUILT_IN.map(({ field_key }) => field_key));
  expect(await merchant.must('POST', `${at}/reset`)).toEqual(again);
  expect(await merchant.must('GET', `${at}/versions/1`)).toEqual(untouched);
  const second = await merchant.must('GET', `${at}/versions/2`);
  expect(second.title).toBe('Second');
  expect(fieldKeys(second)).toHaveLength(BUILT_IN.length + extra.length);
  const listed = await merchant.must('GET', `${at}/versions?limit=2`);
  expect(listed).toMatchObject({ items: [{ version: 3 }, { version: 2 }], has_more: true });
  const rest = await merchant.must('GET', `${at}/versions?limit=2&starting_after=2`);
  expect(rest).toMatchObject({ items: [{ version: 1 }], has_more: false });
  for (const number of ['0', '4', '01', 'x']) {
    expect((await merchant.call('GET', `${at}/versions/${number}`)).status).toBe(404);
  }
});

test('A form is copied from another group, with nothing but what it asks', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Resellers' });
  const from = (await merchant.head()).default_group;
  await merchant.must('PATCH', `/v2/form-templates/${from}.lead`, { title: 'Ours', fields: [...BUILT_IN, ...extra] });
  const at = `/v2/form-templates/${group.key}.lead`;
  const copied = await merchant.must('POST', `${at}/copy`, { from_group: from });
  expect(copied).toMatchObject({ title: 'Ours', version: 2, enabled: false, group_key: group.key });
  expect(fieldKeys(copied)).toContain('my_file');
  expect(await merchant.must('POST', `${at}/copy`, { from_group: from })).toEqual(copied);
  await merchant.must('PATCH', `/v2/form-templates/${from}.lead`, { title: 'Other' });
  expect((await merchant.must('GET', at)).title).toBe('Ours');
  const refused = await merchant.call('POST', `${at}/copy`, { from_group: 'grp_none' });
  expect(refused).toMatchObject({ status: 422, error: { param: 'from_group', reason: 'unknown_group' } });
});

test('Where the form is and how it is embedded tell nothing of the group, and no title becomes markup', async () => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', { name: 'Secret resellers' });
  const title = '"><script>alert(1)</script>';
  const form = await merchant.must('PATCH', `/v2/form-templates/${group.key}.application`, { title });
  for (const text of [form.url, form.embed.script, form.embed.iframe]) {
    expect(text).not.toMatch(/secret|resellers/i);
    expect(text).not.toContain(group.key.slice('grp_'.length));
    expect(text).not.toContain('alert(1)</script>');
  }
  expect(form.url).toMatch(/^https:\/\/acme\.example\/v2\/public\/forms\/[0-9a-z]{20}\/application\/page$/);
  expect(form.embed.iframe).toContain(`src="${form.url}?theme=light"`);
});

test.each<[string, object, string]>([
  ['a built-in field left out', { fields: BUILT_IN.slice(1) }, 'fields'],
  [
    'a built-in field of another type',
    { fields: [{ ...BUILT_IN[0], type: 'text' }, ...BUILT_IN.slice(1)] },
    'fields.0.type',
  ],
  ['a key twice', { fields: [...BUILT_IN, { ...BUILT_IN[0] }] }, `fields.${BUILT_IN.length}.field_key`],
  ['an unknown attribute', { fields: [{ ...BUILT_IN[0], colour: 'red' }] }, 'fields.0.colour'],
  ['a pattern', { fields: [{ ...BUILT_IN[0], pattern: '(a+)+$' }] }, 'fields.0.pattern'],
  ['no title', { title: '' }, 'title'],
  ['nothing at all', {}, ''],
])('A form with %s is refused, and nothing changes', async (_title, body, param) => {
  const merchant = await openMerchant();
  const before = new Map(merchant.memory.items);
  const refused = await merchant.call('PATCH', `/v2/form-templates/${await leadForm(merchant)}`, body);
  expect(refused.status).toBe(422);
  expect(refused.error.param ?? '').toBe(param);
  expect(merchant.memory.items).toEqual(before);
});

test('Two changes at the same moment are two versions, and none is lost', async () => {
  const merchant = await openMerchant();
  const at = `/v2/form-templates/${await leadForm(merchant)}`;
  await Promise.all(['A', 'B', 'C'].map((title) => merchant.must('PATCH', at, { title })));
  const { items } = await merchant.must('GET', `${at}/versions`);
  expect(items.map((version: Json) => version.version)).toEqual([4, 3, 2, 1]);
  expect(
    items
      .slice(0, 3)
      .map((version: Json) => version.title)
      .sort(),
  ).toEqual(['A', 'B', 'C']);
});

test('The forms of another merchant are not there', async () => {
  const acme = await openMerchant();
  const key = await leadForm(acme);
  const other = await openMerchant({ name: 'Other' }, acme.store);
  for (const [method, path] of [
    ['GET', `/v2/form-templates/${key}`],
    ['POST', `/v2/form-templates/${key}/reset`],
    ['GET', `/v2/form-templates/${key}/versions`],
  ] as const) {
    expect((await other.call(method, path)).status).toBe(404);
  }
  const own = await leadForm(other);
  const from_group = (await acme.head()).default_group;
  expect((await other.call('POST', `/v2/form-templates/${own}/copy`, { from_group })).error.param).toBe('from_group');
  for (const name of ['grp_x.lead', own.replace('.lead', '.other'), own.replace('.lead', ''), 'lead']) {
    expect((await other.call('GET', `/v2/form-templates/${name}`)).status).toBe(404);
  }
});
