import { changeDeal } from '../../../functions/leads/change-deal.ts';
import { getCustomer } from '../../../table/customers.ts';
import { customer, PROGRAM } from '../../support/setting.ts';
import { flat, openProspects } from './prospects.ts';

type Setting = ReturnType<typeof openProspects>;

const register = (setting: Setting, more = {}) =>
  setting.must('POST', '/v2/deals', { partner_key: 'anna', external_key: 'd1', account_name: 'Firm', ...more });
const change = (setting: Setting, body: unknown, deal = 'd1') => setting.must('PATCH', `/v2/deals/${deal}`, body);
const settingsOf = (setting: Setting, changes = {}) =>
  setting
    .must('GET', '/v2/groups/grp_main/deal-settings')
    .then(({ group_key: _key, ...current }) =>
      setting.must('PUT', '/v2/groups/grp_main/deal-settings', { ...current, ...changes }),
    );
/** What a partner asks of its deal, as the portal hands it on. */
const asPartner = (
  setting: Setting,
  changes: Parameters<ReturnType<typeof changeDeal>>[1],
  partnership = 'part_anna',
) =>
  changeDeal({ ...setting.deps, clicksOf: async () => [] })(
    { program: PROGRAM, key: 'd1', by: partnership, kind: 'partner', partnership },
    changes,
  );
const refused = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: unknown) =>
      error instanceof Error && 'details' in error ? `${error.name} ${JSON.stringify(error.details)}` : String(error),
  );

const offers = [
  ...[flat('deal.registered', 1), flat('deal.accepted', 20), flat('deal.stage_changed', 300), flat('deal.lost', 7)],
  flat('deal.won', 1, { offer: { type: 'percentage', bps: 1000, description: '10 %' } }),
];

describe('a deal on its way', () => {
  test('is registered, accepted, moved and won, each rewarded once, however often it is asked and delivered', async () => {
    const setting = openProspects(offers);
    const deal = await register(setting, { amount: 100 });
    expect(deal).toMatchObject({ status: 'registered', stage: null, partner_key: 'anna', held: false });
    expect(await register(setting, { amount: 100 })).toEqual(deal);
    for (let time = 0; time < 2; time++) {
      expect(await change(setting, { status: 'accepted' })).toMatchObject({ status: 'accepted', stage: 'New' });
    }
    for (const stage of ['Proposal', 'new', 'proposal', 'proposal']) await change(setting, { stage });
    for (let time = 0; time < 2; time++) {
      expect(await change(setting, { status: 'won', amount: 5000 })).toMatchObject({
        ...{ status: 'won', stage: 'Won', stage_key: 'won', amount: 5000, currency: 'GBP' },
      });
    }
    // Coming back to a stage is a change, and no second reward: `new` was reached when the deal was accepted.
    expect(await setting.earned('part_anna')).toEqual([
      ['deal.accepted', 20],
      ['deal.registered', 1],
      ['deal.stage_changed', 300],
      ['deal.won', 500],
    ]);
    expect(await setting.history('/v2/deals/d1')).toEqual([
      ...['registered', 'accepted', 'stage_changed', 'stage_changed', 'stage_changed', 'won'],
    ]);
    const refusal = await setting.refusal('PATCH', '/v2/deals/d1', { status: 'lost' });
    expect(refusal).toBe('409 conflict status won');
    expect(await setting.refusal('PATCH', '/v2/deals/d1', { amount: 1 })).toBe('409 conflict amount won');
  });

  test('is rejected with a reason, and that is final', async () => {
    const setting = openProspects(offers);
    await register(setting);
    expect(await setting.refusal('PATCH', '/v2/deals/d1', { status: 'rejected' })).toBe(
      '422 unprocessable reason reason_missing',
    );
    for (let time = 0; time < 2; time++) {
      expect(await change(setting, { status: 'rejected', reason: 'A customer already' })).toMatchObject({
        ...{ status: 'rejected', reason: 'A customer already' },
      });
    }
    expect(await setting.refusal('PATCH', '/v2/deals/d1', { stage: 'Proposal' })).toBe('409 conflict status rejected');
    expect(await setting.earned('part_anna')).toEqual([['deal.registered', 1]]);
  });

  test('begins in a stage where the merchant says so, and a merchant that moves it accepts it', async () => {
    const setting = openProspects(offers);
    expect(await register(setting, { stage: 'Proposal' })).toMatchObject({ status: 'accepted', stage: 'Proposal' });
    expect(await setting.history('/v2/deals/d1')).toEqual(['registered', 'accepted', 'stage_changed']);
    await register(setting, { external_key: 'd2', account_name: 'Other' });
    expect(await change(setting, { stage: 'Contacted' }, 'd2')).toMatchObject({
      status: 'accepted',
      stage: 'Contacted',
    });
    expect(await setting.refusal('PATCH', '/v2/deals/d2', { stage: 'Nowhere' })).toBe(
      '422 unprocessable stage unknown_stage',
    );
  });

  test('is won with a closing amount only, where the group asks for one', async () => {
    const setting = openProspects(offers);
    await register(setting, { amount: 100, stage: 'New' });
    expect(await setting.refusal('PATCH', '/v2/deals/d1', { status: 'won' })).toBe(
      '422 unprocessable amount amount_missing',
    );
    await settingsOf(setting, { closing_amount: false });
    expect(await change(setting, { status: 'won' })).toMatchObject({ status: 'won', amount: 100 });
    expect(await setting.earned('part_anna')).toContainEqual(['deal.won', 10]);
  });

  test('is assigned to another partner, and archived', async () => {
    const setting = openProspects(offers);
    await register(setting);
    expect(await change(setting, { partner_key: 'bert', status: 'accepted' })).toMatchObject({ partner_key: 'bert' });
    expect(await setting.earned('part_bert')).toEqual([['deal.accepted', 20]]);
    await setting.must('DELETE', '/v2/deals/d1');
    expect((await setting.must('GET', '/v2/deals')).items).toEqual([]);
    expect(await setting.refusal('PATCH', '/v2/deals/d1', { stage: 'Proposal' })).toBe('409 conflict deal archived');
    // What is put away does not stand in the way of the next one.
    expect(await register(setting, { external_key: 'd2' })).toMatchObject({ held: false });
  });
});

describe('who moves a deal', () => {
  test.each([
    ['merchant', 'accepted', 'forbidden'],
    ['partner', 'forbidden', 'accepted'],
    ['both', 'accepted', 'accepted'],
  ])('%s: the merchant is %s, the partner %s', async (moved_by, merchant, partner) => {
    const setting = openProspects();
    await settingsOf(setting, { moved_by });
    await register(setting);
    await change(setting, { status: 'accepted' });
    const byMerchant = await setting.call('PATCH', '/v2/deals/d1', { stage: 'Contacted' });
    expect(byMerchant.status === 403 ? 'forbidden' : 'accepted').toBe(merchant);
    const byPartner = await refused(asPartner(setting, { stage: 'Proposal' }));
    expect(byPartner.split(' ')[0]).toBe(partner);
  });

  test('a partner’s last step waits until the merchant confirms it with the closing amount', async () => {
    const setting = openProspects(offers);
    await settingsOf(setting, { moved_by: 'both' });
    await register(setting, { stage: 'New' });
    const waiting = await asPartner(setting, { stage: 'Won', amount: 900 });
    expect(waiting).toMatchObject({ status: 'accepted', to_confirm: { stage: 'won', amount: 900, by: 'part_anna' } });
    expect(await asPartner(setting, { stage: 'Won', amount: 900 })).toEqual(waiting);
    expect((await setting.must('GET', '/v2/deals?to_confirm=true')).items).toMatchObject([
      { status: 'accepted', to_confirm: { stage: 'Won', amount: 900 } },
    ]);
    expect(await setting.earned('part_anna')).not.toContainEqual(['deal.won', 90]);
    expect(await change(setting, { confirm: false })).toMatchObject({ status: 'accepted', to_confirm: null });
    await asPartner(setting, { stage: 'Won', amount: 900 });
    for (let time = 0; time < 2; time++) {
      expect(await change(setting, { confirm: true, amount: 800 })).toMatchObject({ status: 'won', amount: 800 });
    }
    expect(await setting.earned('part_anna')).toContainEqual(['deal.won', 80]);
  });

  test('a partner finds no deal of another', async () => {
    const setting = openProspects();
    await settingsOf(setting, { moved_by: 'both' });
    await register(setting, { stage: 'New' });
    expect(await refused(asPartner(setting, { stage: 'Proposal' }, 'part_bert'))).toContain('not_found');
  });
});

describe('duplicates', () => {
  const first = { contact_email: 'cora@firm.example', account_name: 'Firm & Sons Ltd', account_key: 'A-1' };
  test.each([
    ['the same contact', { contact_email: 'CORA@firm.example' }, true],
    ['the domain of the contact', { contact_email: 'dan@firm.example' }, true],
    ['the account by another spelling', { account_name: 'firm and sons' }, true],
    ['the id of the account', { account_key: 'A-1' }, true],
    ['nothing in common', { contact_email: 'dan@other.example', account_name: 'Other' }, false],
  ])('%s', async (_title, second, held) => {
    const setting = openProspects();
    const { key } = await register(setting, first);
    const body = { partner_key: 'bert', external_key: 'd2', ...second };
    const deal = await setting.must('POST', '/v2/deals', body);
    expect(deal).toMatchObject({ held, duplicate_of: held ? key : null, status: 'registered' });
  });

  test('of twenty that are registered at one moment exactly one is the first', async () => {
    const setting = openProspects(offers);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        setting.must('POST', '/v2/deals', {
          ...first,
          partner_key: index % 2 ? 'anna' : 'bert',
          external_key: `d${index}`,
        }),
      ),
    );
    const firsts = made.filter(({ held }) => !held);
    expect(firsts).toHaveLength(1);
    expect(new Set(made.map(({ duplicate_of }) => duplicate_of))).toEqual(new Set([null, firsts[0].key]));
  });

  test('a held one waits for the merchant, whatever stage was wished for, and is accepted or rejected', async () => {
    const setting = openProspects();
    await register(setting, first);
    const more = { partner_key: 'bert', external_key: 'd2', stage: 'Proposal' };
    expect(await register(setting, { ...first, ...more })).toMatchObject({
      held: true,
      status: 'registered',
      stage: null,
    });
    expect((await setting.must('GET', '/v2/deals?held=true')).items).toHaveLength(1);
    expect(await change(setting, { status: 'accepted' }, 'd2')).toMatchObject({ status: 'accepted', held: false });
  });

  test('what was rejected or lost does not stand in the way, what was won does', async () => {
    const setting = openProspects();
    await register(setting, first);
    await change(setting, { status: 'rejected', reason: 'Too small' });
    expect(await register(setting, { ...first, external_key: 'd2' })).toMatchObject({ held: false });
    await change(setting, { status: 'lost', lost_reason: 'Price' }, 'd2');
    expect(await register(setting, { ...first, external_key: 'd3' })).toMatchObject({ held: false });
    await change(setting, { status: 'won', amount: 5 }, 'd3');
    expect(await register(setting, { ...first, external_key: 'd4' })).toMatchObject({ held: true });
  });

  test('an edit that makes a registered deal the same as another marks it', async () => {
    const setting = openProspects();
    const { key } = await register(setting, first);
    await register(setting, { external_key: 'd2', account_name: 'Other' });
    const edited = await change(setting, { account_name: 'Firm and Sons' }, 'd2');
    expect(edited).toMatchObject({ duplicate_of: key, held: true });
    // The name that it had is free again.
    expect(await register(setting, { external_key: 'd3', account_name: 'Other' })).toMatchObject({ held: false });
  });
});

describe('the customer of a deal', () => {
  test('is bound when the deal is accepted', async () => {
    const setting = openProspects();
    setting.addCustomer(customer('kim', undefined, { email: 'kim@firm.example' }));
    await register(setting, { contact_email: 'kim@firm.example' });
    expect(await change(setting, { status: 'accepted' })).toMatchObject({ attribution: 'bound' });
    const bound = { partnership: 'part_anna', reason: 'deal' };
    expect((await getCustomer(setting.store, PROGRAM, 'kim'))?.attribution).toMatchObject(bound);
  });

  test('a deal becomes a customer, once, also when it is won', async () => {
    const setting = openProspects();
    await register(setting, { stage: 'New', contact_email: 'cora@firm.example' });
    await change(setting, { status: 'won', amount: 5 });
    const made = await setting.must('POST', '/v2/deals/d1/convert', { customer_key: 'firm' });
    expect(made).toMatchObject({
      ...{ customer_key: 'firm', email: 'cora@firm.example', name: 'Firm' },
      attribution: { partnership_key: 'part_anna', reason: 'deal' },
    });
    expect(await setting.must('POST', '/v2/deals/d1/convert', { customer_key: 'firm' })).toEqual(made);
    expect(await setting.must('GET', '/v2/deals/d1')).toMatchObject({ customer_key: 'firm' });
  });
});

describe('the settings of a group', () => {
  test('are set, refused where they contradict themselves, and started again', async () => {
    const setting = openProspects();
    const stages = [
      { key: 'open', name: 'Open', final: null },
      { key: 'signed', name: 'Signed', final: 'won' },
      { key: 'gone', name: 'Gone', final: 'lost' },
    ];
    await settingsOf(setting, { stages });
    await register(setting, { stage: 'Open' });
    expect(await change(setting, { stage: 'Signed', amount: 5 })).toMatchObject({ status: 'won', stage: 'Signed' });
    const path = '/v2/groups/grp_main/deal-settings';
    const wrong = { stages: stages.slice(0, 2), moved_by: 'both', confirmation: false, closing_amount: false };
    expect(await setting.refusal('PUT', path, wrong)).toBe('422 unprocessable stages invalid_fields');
    expect((await setting.must('DELETE', path)).stages).toHaveLength(6);
    // A stage that is gone is shown by its key.
    expect(await setting.must('GET', '/v2/deals/d1')).toMatchObject({ stage: 'signed' });
    expect(await setting.refusal('GET', '/v2/groups/grp_none/deal-settings')).toBe('404 not_found group -');
  });

  test('deals are listed by stage name, group and status', async () => {
    const setting = openProspects();
    await register(setting, { stage: 'Proposal' });
    await register(setting, { external_key: 'd2', account_name: 'Other', group_key: 'grp_other' });
    const count = async (query: string) => (await setting.must('GET', `/v2/deals?${query}`)).items.length;
    expect(await count('stage=Proposal')).toBe(1);
    expect(await count('stage=proposal')).toBe(1);
    expect(await count('stage=Won')).toBe(0);
    expect(await count('group_key=grp_other')).toBe(1);
    expect(await count('status=registered&partner_key=anna')).toBe(1);
    expect(await count('partner_key=nobody')).toBe(0);
  });
});
