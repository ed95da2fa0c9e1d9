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

describe('a partner, until the merchant has decided,', () => {
  const submitted = (setting: Setting) => setting.must('POST', '/v2/portal/leads', { answers: LEAD });

  test('corrects a lead that it submitted: once, however often it says the same', async () => {
    const setting = await opened([flat('lead.qualified', 50)]);
    const { key } = await as(setting, 'part_anna', () => submitted(setting));
    const answers = { ...LEAD, first_name: 'Leah', company: 'Firm' };
    await as(setting, 'part_anna', async () => {
      const edited = await setting.must('PUT', `/v2/portal/leads/${key}`, { answers });
      expect(edited).toMatchObject({ first_name: 'Leah', company: 'Firm', may_edit: true, status: 'submitted' });
      expect(await setting.must('PUT', `/v2/portal/leads/${key}`, { answers })).toEqual(edited);
      expect(await setting.must('PUT', `/v2/portal/leads/${key}`, { answers: LEAD })).toMatchObject({ company: null });
    });
    expect(await setting.history(`/v2/leads/${key}`)).toEqual(['submitted', 'edited', 'edited']);
    expect(await setting.must('GET', `/v2/leads/${key}`)).toMatchObject({ edited_at: expect.any(Number) });
    await setting.must('PATCH', `/v2/leads/${key}`, { status: 'qualified' });
    await as(setting, 'part_anna', async () => {
      const path = `/v2/portal/leads/${key}`;
      expect(await setting.refusal('PUT', path, { answers })).toBe('409 conflict status decided');
      expect(await setting.refusal('POST', `${path}/withdrawal`, {})).toBe('409 conflict status decided');
      expect(await setting.must('GET', path)).toMatchObject({ may_edit: false, first_name: 'Lea' });
    });
  });

  test('withdraws a lead, which is final and earns nothing', async () => {
    const setting = await opened([flat('lead.qualified', 50), flat('lead.closed', 70)]);
    const { key } = await as(setting, 'part_anna', () => submitted(setting));
    const path = `/v2/portal/leads/${key}`;
    await as(setting, 'part_anna', async () => {
      const gone = await setting.must('POST', `${path}/withdrawal`, { reason: 'Bought elsewhere' });
      expect(gone).toMatchObject({ status: 'withdrawn', reason: 'Bought elsewhere', may_edit: false });
      expect(await setting.must('POST', `${path}/withdrawal`, {})).toEqual(gone);
      expect(await setting.refusal('PUT', path, { answers: { ...LEAD, company: 'X' } })).toBe(
        '409 conflict status decided',
      );
      expect((await setting.must('GET', '/v2/portal/leads?status=withdrawn')).items).toMatchObject([{ key }]);
    });
    const refused = await setting.refusal('PATCH', `/v2/leads/${key}`, { status: 'qualified' });
    expect(refused).toBe('409 conflict status withdrawn');
    expect(await setting.refusal('POST', `/v2/leads/${key}/convert`, { to: 'deal' })).toBe(
      '409 conflict lead withdrawn',
    );
    expect(await setting.must('GET', `/v2/leads/${key}`)).toMatchObject({ status: 'withdrawn', approved: null });
    expect(await setting.earned('part_anna')).toEqual([]);
  });

  test('withdraws nothing that has earned, and nothing of which nobody knows yet whether it has', async () => {
    const setting = await opened([flat('lead.submitted', 5)]);
    const { key } = await as(setting, 'part_anna', () => submitted(setting));
    const withdraw = () =>
      as(setting, 'part_anna', () => setting.refusal('POST', `/v2/portal/leads/${key}/withdrawal`, {}));
    expect(await withdraw()).toBe('503 busy - -');
    await setting.announce();
    expect(await withdraw()).toBe('409 conflict status earned');
    expect(await setting.earned('part_anna')).toEqual([['lead.submitted', 5]]);
  });

  test('withdraws a deal, and whoever registers the same afterwards is the first', async () => {
    const setting = await opened();
    const register = () => setting.must('POST', '/v2/portal/deals', { answers: DEAL });
    const { key } = await as(setting, 'part_anna', register);
    await as(setting, 'part_anna', async () => {
      const path = `/v2/portal/deals/${key}`;
      expect(await setting.must('PUT', path, { answers: { ...DEAL, amount: 950 } })).toMatchObject({ amount: 950 });
      expect(await setting.must('POST', `${path}/withdrawal`, {})).toMatchObject({ status: 'withdrawn' });
      expect(await setting.refusal('PUT', path, { answers: DEAL })).toBe('409 conflict status decided');
    });
    expect(await setting.refusal('PATCH', `/v2/deals/${key}`, { status: 'accepted' })).toBe(
      '409 conflict status withdrawn',
    );
    expect(await setting.history(`/v2/deals/${key}`)).toEqual(['registered', 'edited', 'withdrawn']);
    expect(await as(setting, 'part_bert', register)).toMatchObject({ held: false });
  });

  test('changes only what it handed in itself', async () => {
    const setting = await opened();
    const lead = await setting.must('POST', '/v2/leads', { partner_key: 'anna', email: 'max@firm.example' });
    const own = await as(setting, 'part_anna', () => submitted(setting));
    await as(setting, 'part_anna', async () => {
      const path = `/v2/portal/leads/${lead.key}`;
      expect(await setting.must('GET', path)).toMatchObject({ may_edit: false });
      expect(await setting.refusal('PUT', path, { answers: LEAD })).toBe('403 forbidden - not_submitter');
      expect(await setting.refusal('POST', `${path}/withdrawal`, {})).toBe('403 forbidden - not_submitter');
    });
    await as(setting, 'part_bert', async () => {
      const path = `/v2/portal/leads/${own.key}`;
      expect(await setting.refusal('PUT', path, { answers: LEAD })).toBe('404 not_found lead -');
      expect(await setting.refusal('POST', `${path}/withdrawal`, {})).toBe('404 not_found lead -');
    });
  });
});

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
