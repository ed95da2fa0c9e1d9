import { getActivePartner } from '../../../table/active-partners.ts';
import { belongingIn, userWithEmail } from '../../../table/users.ts';
import { openMerchant } from '../../support/merchant.ts';

const opened = async (body: object = {}) => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/partnerships', {
    email: 'ann@example.com',
    first_name: 'Ann',
    ...body,
  });
  return { ...merchant, key: made.key, ann: merchant.as(made.key) };
};

const TAX = {
  ...{ kind: 'company', legal_name: 'Lee Ltd', address_line_1: '1 High Street', city: 'London', country: 'GB' },
  ...{ postal_code: 'N1 1AA', vat_number: 'gb 123.456.789', small_business: false },
};

test('A partner sees and changes its own profile, without a word of groups and tags', async () => {
  const { must, ann, key } = await opened();
  await must('POST', '/v2/tags', { name: 'vip' });
  await must('PATCH', `/v2/partnerships/${key}`, { tags: ['vip'] });
  const profile = await ann.must('PATCH', '/v2/portal/profile', { last_name: 'Lee', country: 'GB' });
  expect(profile).toMatchObject({ key, email: 'ann@example.com', first_name: 'Ann', last_name: 'Lee', country: 'GB' });
  expect(Object.keys(profile).filter((name) => /group|tag|segment|trigger|status/.test(name))).toEqual([]);
  expect(await ann.must('GET', '/v2/portal/profile')).toEqual(profile);
  expect(await must('GET', `/v2/partnerships/${key}`)).toMatchObject({ last_name: 'Lee' });
});

test.each(['email', 'status', 'group_key', 'tags', 'recruited_by', 'partner_key', 'payouts_held'])(
  'A partner cannot change its %s through the profile',
  async (field) => {
    const { ann } = await opened();
    const refused = await ann.call('PATCH', '/v2/portal/profile', { first_name: 'Eve', [field]: 'x' });
    expect(refused).toMatchObject({ status: 422, error: { param: field } });
    expect(await ann.must('GET', '/v2/portal/profile')).toMatchObject({ first_name: 'Ann' });
  },
);

test('The portal is for partners: a key of the program, whatever it may do, is refused', async () => {
  const { call } = await opened();
  for (const [method, path] of [
    ['GET', '/v2/portal/profile'],
    ['GET', '/v2/portal/tax-details'],
    ['GET', '/v2/portal/recruiting'],
    ['GET', '/v2/portal/recruits'],
  ] as const) {
    expect(await call(method, path)).toMatchObject({ status: 403, error: { reason: 'scope' } });
  }
});

test('The tax status is kept in one spelling, and the merchant sees it with the billing', async () => {
  const { must, ann, key, clock } = await opened();
  expect(await ann.must('GET', '/v2/portal/tax-details')).toEqual({ tax_details: null });
  const stored = await ann.must('PUT', '/v2/portal/tax-details', TAX);
  expect(stored.tax_details).toEqual({
    ...{ ...TAX, vat_number: 'GB123456789', tax_number: null, address_line_2: null, state: null },
    updated_at: clock.now(),
  });
  expect(await ann.must('GET', '/v2/portal/tax-details')).toEqual(stored);
  expect(await must('GET', `/v2/partnerships/${key}/billing`)).toEqual({
    ...{ partnership_key: key, ...stored, payout_method: null, payouts_held: false },
    ...{ currency: 'GBP', available_amount: 0 },
  });
});

test.each([
  { case: 'a VAT number of another country', change: { vat_number: 'DE123456789' }, param: 'vat_number' },
  { case: 'a VAT number that is too short', change: { vat_number: 'GB12345678' }, param: 'vat_number' },
  { case: 'a VAT number of a small business', change: { small_business: true }, param: 'vat_number' },
  { case: 'a tax number with odd letters', change: { tax_number: '12<34' }, param: 'tax_number' },
  { case: 'an unknown kind', change: { kind: 'state' }, param: 'kind' },
  { case: 'no legal name', change: { legal_name: '' }, param: 'legal_name' },
])('Tax details with $case are refused', async ({ change, param }) => {
  const { ann } = await opened();
  const refused = await ann.call('PUT', '/v2/portal/tax-details', { ...TAX, ...change });
  expect(refused).toMatchObject({ status: 422, error: { param } });
  expect(await ann.must('GET', '/v2/portal/tax-details')).toEqual({ tax_details: null });
});

test('A person or small business has a tax number instead', async () => {
  const { ann } = await opened();
  const person = { ...TAX, kind: 'person', vat_number: null, tax_number: '12 / 345 / 67890', small_business: true };
  const { tax_details } = await ann.must('PUT', '/v2/portal/tax-details', person);
  expect(tax_details).toMatchObject({ vat_number: null, tax_number: '12/345/67890', small_business: true });
});

test('Recruiting is off while the program has no second tier', async () => {
  const { ann, must } = await opened();
  const off = { enabled: false, code: null, url: null, rate_bps: null, of: null };
  expect(await ann.must('GET', '/v2/portal/recruiting')).toEqual(off);
  await must('PATCH', '/v2/programs', { second_tier_bps: 1000 });
  const on = await ann.must('GET', '/v2/portal/recruiting');
  expect(on).toMatchObject({ enabled: true, rate_bps: 1000, of: 'reward' });
  expect(on.url).toMatch(new RegExp(`^https://acme\\.example/join/[a-z0-9]+\\?recruiter=${on.code}$`));
});

test('A recruiter sees its own recruits by first name and initial, and nobody else’s', async () => {
  const { ann, must, as, key } = await opened();
  await must('PATCH', '/v2/programs', { second_tier_bps: 1000 });
  const bob = { email: 'bob@example.com', first_name: 'Bob', last_name: 'Ray', recruited_by: key };
  const { key: recruit } = await must('POST', '/v2/partnerships', bob);
  const late = await must('POST', '/v2/partnerships', { email: 'cat@example.com' });
  await must('PATCH', `/v2/partnerships/${late.key}`, { recruited_by: key });
  const found = await ann.must('GET', '/v2/portal/recruits?order_by=created_at');
  expect(found).toMatchObject({ period: '2026-01', currency: 'GBP', earned_amount: 0, has_more: false });
  expect(found.items).toMatchObject([
    { key: recruit, name: 'Bob R.', active: true, earned_amount: 0 },
    { key: late.key, name: null },
  ]);
  expect(JSON.stringify(found)).not.toContain('bob@example.com');
  expect((await as(recruit).must('GET', '/v2/portal/recruits')).items).toEqual([]);
});

const closing = async () => {
  const merchant = await opened({ partner_key: 'ANN', password: 'Geheim 12345' });
  return { ...merchant, user: (await userWithEmail(merchant.store, 'ann@example.com')) ?? '' };
};

test('Closing an account needs its e-mail address, ends the partnership and removes the login', async () => {
  const { ann, must, store, key, head, user, program, deps } = await closing();
  expect(deps.logins.accounts.has(user)).toBe(true);
  const wrong = await ann.call('POST', '/v2/portal/closure', { confirm: 'bob@example.com' });
  expect(wrong).toMatchObject({ status: 422, error: { reason: 'not_confirmed' } });
  expect(await ann.must('POST', '/v2/portal/closure', { confirm: 'ANN@example.com' })).toMatchObject({ closed: true });
  expect(await must('GET', `/v2/partnerships/${key}`)).toMatchObject({ status: 'inactive', closed: true });
  const { merchant, mode } = await head();
  expect((await belongingIn(store, user, { merchant, program })).partner).toBeUndefined();
  expect(await getActivePartner(store, { merchant, mode }, 'ann@example.com')).toBeUndefined();
  expect([deps.logins.accounts.has(user), await userWithEmail(store, 'ann@example.com')]).toEqual([false, undefined]);
  const { items } = await must('GET', '/v2/partnerships/ANN/timeline');
  expect(items[0]).toMatchObject({ type: 'deactivated', by: key });
});

test('A closed account cannot be opened by the merchant, and its address is free for another partnership', async () => {
  const { ann, must, call, key } = await closing();
  await ann.must('POST', '/v2/portal/closure', { confirm: 'ann@example.com' });
  const refused = await call('PATCH', `/v2/partnerships/${key}`, { status: 'active' });
  expect(refused).toMatchObject({ status: 409, error: { reason: 'account_closed' } });
  const again = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  expect(again.key).not.toBe(key);
  expect((await must('GET', '/v2/partnerships?email=ann%40example.com')).items).toMatchObject([{ key: again.key }]);
});
