import { addPlan } from '../../../table/plans.ts';
import { programItem } from '../../../table/programs.ts';
import { program } from '../../support/setting.ts';
import { flat, openProspects } from './prospects.ts';

type Setting = ReturnType<typeof openProspects>;

const LEAD = { email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lane' };
const DEAL = { name: 'Licences', account_name: 'Firm', amount: 900 };

/** A program whose partners of the main group submit leads and deals. */
const opened = async (triggers: Parameters<typeof openProspects>[0] = []): Promise<Setting> => {
  const setting = openProspects(triggers);
  for (const kind of ['lead', 'deal']) {
    await setting.must('PATCH', `/v2/form-templates/grp_main.${kind}`, { enabled: true });
  }
  return setting;
};
const as = async <T>(setting: Setting, partnership: string, act: () => Promise<T>): Promise<T> => {
  setting.asPartner(partnership);
  try {
    return await act();
  } finally {
    setting.asPartner(undefined);
  }
};

/** Every name in an answer that tells of groups, tags, segments or triggers. */
const internals = (value: unknown): readonly string[] => {
  const text = JSON.stringify(value);
  return ['grp_', 'group', 'tag_', 'seg_', 'trg_', 'trigger'].filter((word) => text.includes(word));
};

describe('a partner', () => {
  test('submits a lead with the answers to the form, follows it, and earns by it', async () => {
    const setting = await opened([flat('lead.qualified', 50)]);
    const lead = await as(setting, 'part_anna', () => setting.must('POST', '/v2/portal/leads', { answers: LEAD }));
    expect(lead).toMatchObject({ status: 'submitted', email: 'lea@firm.example', first_name: 'Lea' });
    expect(internals(lead)).toEqual([]);
    await setting.must('PATCH', `/v2/leads/${lead.key}`, { status: 'qualified' });
    await as(setting, 'part_anna', async () => {
      expect((await setting.must('GET', '/v2/portal/leads?status=qualified')).items).toMatchObject([{ key: lead.key }]);
      expect(await setting.must('GET', `/v2/portal/leads/${lead.key}`)).toMatchObject({ status: 'qualified' });
    });
    expect(await setting.earned('part_anna')).toEqual([['lead.qualified', 50]]);
  });

  test('sees only its own leads and deals', async () => {
    const setting = await opened();
    const lead = await as(setting, 'part_anna', () => setting.must('POST', '/v2/portal/leads', { answers: LEAD }));
    const deal = await as(setting, 'part_anna', () => setting.must('POST', '/v2/portal/deals', { answers: DEAL }));
    await as(setting, 'part_bert', async () => {
      expect((await setting.must('GET', '/v2/portal/leads')).items).toEqual([]);
      expect((await setting.must('GET', '/v2/portal/deals')).items).toEqual([]);
      expect(await setting.refusal('GET', `/v2/portal/leads/${lead.key}`)).toBe('404 not_found lead -');
      expect(await setting.refusal('GET', `/v2/portal/deals/${deal.key}`)).toBe('404 not_found deal -');
      expect(await setting.refusal('POST', `/v2/portal/deals/${deal.key}/stage`, { stage: 'Won' })).toBe(
        '404 not_found deal -',
      );
    });
  });

  test('is told that its deal is held, and not of which other', async () => {
    const setting = await opened();
    await setting.must('POST', '/v2/deals', { partner_key: 'bert', account_name: 'Firm Ltd' });
    const deal = await as(setting, 'part_anna', () => setting.must('POST', '/v2/portal/deals', { answers: DEAL }));
    expect(deal).toMatchObject({ held: true, status: 'registered', may_move: false, stages: [] });
    expect(Object.keys(deal)).not.toContain('duplicate_of');
    expect(internals(deal)).toEqual([]);
  });

  test('moves a deal where partners may, within the stages that it is shown', async () => {
    const setting = await opened();
    const deal = await as(setting, 'part_anna', () => setting.must('POST', '/v2/portal/deals', { answers: DEAL }));
    const path = `/v2/portal/deals/${deal.key}/stage`;
    await setting.must('PATCH', `/v2/deals/${deal.key}`, { status: 'accepted' });
    await as(setting, 'part_anna', async () => {
      expect(await setting.refusal('POST', path, { stage: 'Proposal' })).toBe('403 forbidden - moved_by');
    });
    const { group_key: _key, ...settings } = await setting.must('GET', '/v2/groups/grp_main/deal-settings');
    await setting.must('PUT', '/v2/groups/grp_main/deal-settings', { ...settings, moved_by: 'partner' });
    await as(setting, 'part_anna', async () => {
      expect(await setting.must('GET', `/v2/portal/deals/${deal.key}`)).toMatchObject({ may_move: true });
      expect(await setting.must('POST', path, { stage: 'Proposal' })).toMatchObject({ stage: 'Proposal' });
      expect(await setting.refusal('POST', path, { stage: 'Contacted', amount: 5 })).toBe(
        '422 unprocessable amount not_final',
      );
      expect(await setting.must('POST', path, { stage: 'Won', amount: 800 })).toMatchObject({
        ...{ status: 'accepted', stage: 'Proposal', to_confirm: { stage: 'Won', amount: 800 } },
      });
    });
    const won = await setting.must('PATCH', `/v2/deals/${deal.key}`, { confirm: true });
    expect(won).toMatchObject({ status: 'won', amount: 800 });
  });

  test('is shown the form of its group without hidden fields, and nothing where there is none', async () => {
    const setting = await opened();
    await as(setting, 'part_anna', async () => {
      const shown = await setting.must('GET', '/v2/portal/leads/form');
      expect(shown).toMatchObject({ enabled: true, title: 'Tell us about a prospect' });
      expect(shown.fields.map(({ field_key }: { field_key: string }) => field_key)).toContain('email');
      expect((await setting.must('GET', '/v2/portal/deals/form')).enabled).toBe(true);
      expect(internals(shown)).toEqual([]);
    });
    await setting.must('PATCH', '/v2/form-templates/grp_main.lead', { enabled: false });
    await as(setting, 'part_anna', async () => {
      expect(await setting.must('GET', '/v2/portal/leads/form')).toMatchObject({ enabled: false, fields: [] });
    });
  });

  test('submits nothing where the form is off, or the plan does not have it', async () => {
    const setting = openProspects();
    await as(setting, 'part_anna', async () => {
      expect(await setting.refusal('POST', '/v2/portal/leads', { answers: LEAD })).toBe('403 forbidden - form_off');
      expect(await setting.refusal('POST', '/v2/portal/deals', { answers: DEAL })).toBe('403 forbidden - form_off');
    });
    const plan = { key: 'plan_small', name: 'Small', without: ['leads', 'deals'] as const, limits: {} };
    setting.put(addPlan({ ...plan, without: [...plan.without], created_at: 0, updated_at: 0, rev: 1 }).item);
    setting.put(programItem(program({ plan: 'plan_small' })));
    expect(await setting.refusal('POST', '/v2/leads', { partner_key: 'anna' })).toBe('403 plan_limit - leads');
    expect(await setting.refusal('POST', '/v2/deals', { partner_key: 'anna' })).toBe('403 plan_limit - deals');
    await as(setting, 'part_anna', async () => {
      expect(await setting.refusal('POST', '/v2/portal/leads', { answers: LEAD })).toBe('403 plan_limit - leads');
    });
  });

  test('is refused answers that the form does not take, and another currency', async () => {
    const setting = await opened();
    await as(setting, 'part_anna', async () => {
      expect(await setting.refusal('POST', '/v2/portal/leads', { answers: { ...LEAD, email: 'lea' } })).toBe(
        '422 unprocessable answers.email invalid_fields',
      );
      expect(await setting.refusal('POST', '/v2/portal/deals', { answers: { ...DEAL, currency: 'USD' } })).toBe(
        '422 unprocessable answers.currency currency_mismatch',
      );
    });
  });
});

test('a key of the merchant has no portal', async () => {
  const setting = await opened();
  expect(await setting.refusal('GET', '/v2/portal/leads')).toBe('403 forbidden - scope');
});
