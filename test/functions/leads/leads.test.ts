import { getCustomer } from '../../../table/customers.ts';
import { getStanding } from '../../../table/partnerships.ts';
import { customer, PROGRAM, standing } from '../../support/setting.ts';
import { flat, openProspects } from './prospects.ts';

type Setting = ReturnType<typeof openProspects>;

const submit = (setting: Setting, more = {}) =>
  setting.must('POST', '/v2/leads', { partner_key: 'anna', email: 'lea@firm.example', external_key: 'l1', ...more });
const decide = (setting: Setting, body: unknown, lead = 'l1') => setting.call('PATCH', `/v2/leads/${lead}`, body);
const must = (setting: Setting, body: unknown, lead = 'l1') => setting.must('PATCH', `/v2/leads/${lead}`, body);

const offers = [
  flat('lead.submitted', 1),
  flat('lead.qualified', 20),
  flat('lead.closed', 300),
  flat('lead.rejected', 4),
];

describe('a lead on its way', () => {
  test('is submitted, qualified and closed, each once and rewarded once, however often it is asked and delivered', async () => {
    const setting = openProspects(offers);
    const lead = await submit(setting);
    expect(lead).toMatchObject({ status: 'submitted', partnership_key: 'part_anna', partner_key: 'anna' });
    expect(await submit(setting)).toEqual(lead);
    for (let time = 0; time < 2; time++) {
      expect(await must(setting, { status: 'qualified' })).toMatchObject({ status: 'qualified' });
    }
    for (let time = 0; time < 2; time++) {
      expect(await must(setting, { status: 'closed', amount: 900 })).toMatchObject({ status: 'closed', amount: 900 });
    }
    expect(await setting.earned('part_anna')).toEqual([
      ['lead.closed', 300],
      ['lead.qualified', 20],
      ['lead.submitted', 1],
    ]);
    expect(await setting.earned('part_cleo')).toEqual([
      ['lead.closed', 30],
      ['lead.qualified', 2],
    ]);
    expect(await setting.history('/v2/leads/l1')).toEqual(['submitted', 'qualified', 'edited', 'closed']);
  });

  test('what contradicts a decision is refused and named, and changes nothing', async () => {
    const setting = openProspects(offers);
    await submit(setting);
    expect(await setting.refusal('PATCH', '/v2/leads/l1', { status: 'closed' })).toBe('409 conflict status submitted');
    await must(setting, { status: 'qualified' });
    await must(setting, { status: 'rejected', reason: 'No budget' });
    const before = [...setting.store.items.values()];
    expect(await must(setting, { status: 'rejected', reason: 'No budget' })).toMatchObject({ reason: 'No budget' });
    expect(await setting.refusal('PATCH', '/v2/leads/l1', { status: 'rejected', reason: 'Other' })).toBe(
      '409 conflict reason rejected',
    );
    expect(await setting.refusal('PATCH', '/v2/leads/l1', { status: 'qualified' })).toBe(
      '409 conflict status rejected',
    );
    expect(await setting.refusal('PATCH', '/v2/leads/l1', { amount: 5 })).toBe('409 conflict amount rejected');
    expect([...setting.store.items.values()]).toEqual(before);
    // What it earned when it was qualified stays, unless the merchant declines it.
    expect(await setting.earned('part_anna')).toContainEqual(['lead.qualified', 20]);
  });

  test('the same external key with other content is refused', async () => {
    const setting = openProspects();
    await submit(setting);
    const body = { partner_key: 'anna', email: 'other@firm.example', external_key: 'l1' };
    expect(await setting.refusal('POST', '/v2/leads', body)).toBe('409 conflict external_key email');
    const bert = { partner_key: 'bert', email: 'lea@firm.example', external_key: 'l1' };
    expect(await setting.refusal('POST', '/v2/leads', bert)).toBe('409 conflict external_key partnership');
    await submit(setting, { external_key: 'l2' });
    expect(await setting.refusal('PATCH', '/v2/leads/l2', { external_key: 'l1' })).toBe('409 conflict external_key -');
  });

  test('is assigned to another partner, for whom everything counts from then on', async () => {
    const setting = openProspects(offers);
    await submit(setting);
    expect(await must(setting, { partnership_key: 'bert', status: 'qualified' })).toMatchObject({
      partner_key: 'bert',
    });
    expect(await setting.earned('part_anna')).toEqual([['lead.submitted', 1]]);
    expect(await setting.earned('part_bert')).toEqual([['lead.qualified', 20]]);
    expect((await setting.must('GET', '/v2/leads?partner_key=bert')).items).toHaveLength(1);
    expect((await setting.must('GET', '/v2/leads?partner_key=anna')).items).toEqual([]);
    await must(setting, { status: 'closed' });
    expect(await setting.refusal('PATCH', '/v2/leads/l1', { partnership_key: 'anna' })).toBe(
      '409 conflict partnership_key closed',
    );
  });

  test('counts for nobody until it is assigned, and then from the next decision on', async () => {
    const setting = openProspects(offers);
    expect(await submit(setting, { partner_key: undefined })).toMatchObject({ partnership_key: null });
    await must(setting, { partnership_key: 'anna' });
    await must(setting, { status: 'qualified' });
    expect(await setting.earned('part_anna')).toEqual([['lead.qualified', 20]]);
  });

  test('of a partner that is inactive by then makes no reward, and binds nobody', async () => {
    const setting = openProspects(offers);
    await submit(setting, { customer_key: 'new' });
    setting.addStanding({ ...standing('part_anna'), status: 'inactive' });
    expect(await must(setting, { status: 'qualified' })).toMatchObject({ attribution: 'inactive' });
    expect(await setting.earned('part_anna')).toEqual([['lead.submitted', 1]]);
  });

  test('an archived one is left out of lists and does not change', async () => {
    const setting = openProspects();
    const { key } = await submit(setting);
    for (let time = 0; time < 2; time++) {
      expect(await setting.must('DELETE', '/v2/leads/l1')).toEqual({ key, deleted: true });
    }
    expect((await setting.must('GET', '/v2/leads')).items).toEqual([]);
    expect((await setting.must('GET', '/v2/leads?include_archived=true')).items).toHaveLength(1);
    expect(await setting.refusal('PATCH', '/v2/leads/l1', { status: 'qualified' })).toBe('409 conflict lead archived');
  });
});

describe('the customer of a lead', () => {
  test('who is one and belongs to nobody is bound when the lead is qualified, by key or by e-mail address', async () => {
    const setting = openProspects();
    setting.addCustomer(customer('kim', undefined, { email: 'Kim@Firm.example' }));
    await submit(setting, { email: 'kim@firm.example' });
    expect((await getCustomer(setting.store, PROGRAM, 'kim'))?.attribution).toBeUndefined();
    expect(await must(setting, { status: 'qualified' })).toMatchObject({ attribution: 'bound' });
    const bound = { partnership: 'part_anna', reason: 'lead' };
    expect((await getCustomer(setting.store, PROGRAM, 'kim'))?.attribution).toMatchObject(bound);
  });

  test('who belongs to another partnership stays there', async () => {
    const setting = openProspects();
    await submit(setting, { customer_key: 'bob' });
    expect(await must(setting, { status: 'qualified' })).toMatchObject({ attribution: 'kept' });
    expect((await getCustomer(setting.store, PROGRAM, 'bob'))?.attribution?.partnership).toBe('part_bert');
  });

  test('who is none yet is bound when it becomes one, and the reason is the lead', async () => {
    const setting = openProspects();
    await submit(setting);
    expect(await must(setting, { status: 'qualified' })).toMatchObject({ attribution: 'reserved' });
    const made = await setting.must('POST', '/v2/leads/l1/convert', {});
    expect(made.customer).toMatchObject({
      customer_key: 'lea@firm.example',
      attribution: { partnership_key: 'part_anna', reason: 'lead' },
    });
    expect(await setting.must('POST', '/v2/leads/l1/convert', {})).toMatchObject({ customer: made.customer });
    expect(made.lead).toMatchObject({ customer_key: 'lea@firm.example' });
  });

  test('a lead becomes a deal of the same partnership, once', async () => {
    const setting = openProspects();
    const lead = await submit(setting, { company: 'Firm Ltd', first_name: 'Lea', amount: 700 });
    const made = await setting.must('POST', '/v2/leads/l1/convert', { to: 'deal' });
    expect(made.deal).toMatchObject({
      ...{ account_name: 'Firm Ltd', contact_email: 'lea@firm.example', contact_first_name: 'Lea', amount: 700 },
      ...{ partner_key: 'anna', lead_key: lead.key, status: 'registered', external_key: 'l1' },
    });
    expect((await setting.must('POST', '/v2/leads/l1/convert', { to: 'deal' })).deal).toEqual(made.deal);
    expect((await setting.must('GET', '/v2/deals')).items).toHaveLength(1);
    expect(await setting.must('GET', '/v2/leads/l1')).toMatchObject({ deal_key: made.deal.key });
  });
});

describe('what triggers see of a lead', () => {
  test('its amount, country, the answers to the form, and the customer', async () => {
    const rules = {
      and: [
        { field: 'amount', op: 'gte', value: 500 },
        { field: 'country', op: 'eq', value: 'GB' },
        { field: 'metadata.size', op: 'eq', value: 'large' },
        { field: 'days_since_sign_up', op: 'gte', value: 10 },
      ],
    } as const;
    const offer = { type: 'percentage', bps: 1000, description: '10 %' } as const;
    const setting = openProspects([flat('lead.closed', 1, { rules, offer })]);
    const more = { customer_key: 'ann', country: 'GB', amount: 600, metadata: { size: 'large' } };
    await submit(setting, more);
    await submit(setting, { ...more, external_key: 'l2', country: 'FR' });
    for (const lead of ['l1', 'l2']) {
      await must(setting, { status: 'qualified' }, lead);
      await must(setting, { status: 'closed' }, lead);
    }
    expect(await setting.earned('part_anna')).toEqual([['lead.closed', 60]]);
    const [{ key } = { key: '' }] = await setting.rewards('part_anna');
    const told = await setting.must('GET', `/v2/rewards/${key}/explain`);
    expect(told.rules).toHaveLength(4);
    expect(told.rules.every((rule: { held: boolean }) => rule.held)).toBe(true);
    expect(JSON.stringify(told.arithmetic)).toContain('10 % of 6.00 GBP is 0.60 GBP');
  });

  test('a monthly cap is reserved in the order of acceptance', async () => {
    const capped = flat('lead.qualified', 1, {
      offer: { type: 'flat', value: 20, description: 'x', cap_month: 50 },
    });
    const setting = openProspects([capped]);
    for (const external_key of ['a', 'b', 'c', 'd']) {
      await submit(setting, { external_key });
      await must(setting, { status: 'qualified' }, external_key);
    }
    expect((await setting.earned('part_anna')).map(([, amount]) => amount)).toEqual([10, 20, 20]);
    // What a reward used of the cap is free again when it moves; Bert’s own cap has room for all of it.
    const [{ key } = { key: '' }] = await setting.rewards('part_anna');
    await setting.must('PATCH', `/v2/rewards/${key}`, { action: 'reassign', partnership_key: 'bert', note: 'His' });
    const used = async (partner: string) =>
      (await getStanding(setting.store, partner))?.months['2026-01']?.caps?.['trg_lead_qualified'];
    expect([await used('part_anna'), await used('part_bert')]).toEqual([40, 20]);
  });

  test('the month counts the facts that a trigger waits for, and closes when all are evaluated', async () => {
    const setting = openProspects([flat('lead.qualified', 2000)]);
    await submit(setting);
    await must(setting, { status: 'qualified' });
    expect((await getStanding(setting.store, 'part_anna'))?.months['2026-01']?.facts).toBe(1);
    await expect(setting.closeMonth('2026-01')).rejects.toThrow();
    await setting.announce();
    const invoice = await setting.closeMonth('2026-01');
    expect(invoice).toMatchObject({ state: 'in_review', payables: 2200 });
    expect(await setting.recount()).toEqual([]);
  });

  test('a reward for a lead is listed for the program, declined, and reassigned', async () => {
    const setting = openProspects([flat('lead.qualified', 100)]);
    await submit(setting, { customer_key: 'ann' });
    await must(setting, { status: 'qualified' });
    await setting.announce();
    const { items } = await setting.must('GET', '/v2/rewards?limit=100');
    expect(
      items.map(({ partner_key, amount }: { partner_key: string; amount: number }) => [partner_key, amount]),
    ).toEqual(
      expect.arrayContaining([
        ['anna', 100],
        ['cleo', 10],
      ]),
    );
    const [{ key } = { key: '' }] = await setting.rewards('part_anna');
    await setting.must('PATCH', `/v2/rewards/${key}`, {
      ...{ action: 'reassign', partnership_key: 'bert', note: 'His lead', rebind_customer: true },
    });
    expect(await setting.earned('part_bert')).toEqual([['lead.qualified', 100]]);
    expect((await setting.must('GET', `/v2/rewards/${key}`)).status).toBe('declined');
    expect((await getCustomer(setting.store, PROGRAM, 'ann'))?.attribution?.partnership).toBe('part_bert');
  });
});

test('the answers of a form are held against it, and shown with the version that was answered', async () => {
  const setting = openProspects();
  const body = { partner_key: 'anna', answers: { email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lane' } };
  const lead = await setting.must('POST', '/v2/leads', body);
  expect(lead).toMatchObject({ email: 'lea@firm.example', first_name: 'Lea', form_version: 1 });
  expect(lead.fields.map((field: { field_key: string; value: unknown }) => [field.field_key, field.value])).toEqual([
    ...[
      ['email', 'lea@firm.example'],
      ['first_name', 'Lea'],
      ['last_name', 'Lane'],
      ['company', null],
      ['phone', null],
    ],
  ]);
  const wrong = { partner_key: 'anna', answers: { email: 'lea', first_name: 'Lea', shoe: 42 } };
  expect(await setting.call('POST', '/v2/leads', wrong)).toMatchObject({ status: 422 });
  expect(await decide(setting, { status: 'qualified' }, 'unknown')).toMatchObject({ status: 404 });
});
