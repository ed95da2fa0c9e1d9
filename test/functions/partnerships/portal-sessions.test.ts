import { authenticate, requireScope } from '../../../functions/shared/auth.ts';
import { portalSessions } from '../../../functions/shared/portal-sessions.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';

const HOUR_MS = 3_600_000;

const open = async () => {
  const merchant = await openMerchant();
  const anna = await merchant.must('POST', '/v2/partnerships', { email: 'anna@p.example', partner_key: 'anna' });
  const letIn = (name = 'anna') => merchant.call('POST', `/v2/partnerships/${name}/portal-sessions`);
  return { merchant, anna, letIn };
};

/** Who calls with a token, as a function that has kept nothing yet sees it. */
const callerOf = ({ store, clock }: TestMerchant, token: string, more: { readonly program?: string } = {}) =>
  authenticate([portalSessions(store, clock)], { authorization: `Bearer ${token}`, ...more });

test('G a session of the embedded portal is its partner for an hour, and nobody after that', async () => {
  const { merchant, anna, letIn } = await open();
  const { data } = await letIn();
  expect(data).toEqual({
    key: expect.stringMatching(/^pse_/),
    created_at: merchant.clock.now(),
    expires_at: merchant.clock.now() + HOUR_MS,
    partnership_key: anna.key,
    token: expect.stringMatching(/^pst_[\w-]{43}$/),
  });
  expect(await callerOf(merchant, data.token)).toMatchObject({
    ...{ kind: 'partner', program: merchant.program, partnership: anna.key, actor: anna.key, mode: 'test' },
    identity: data.key,
  });
  merchant.clock.pass(HOUR_MS - 1);
  await callerOf(merchant, data.token);
  merchant.clock.pass(1);
  await expect(callerOf(merchant, data.token)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('G nothing in the table lets anybody in: the token of a session is only there as its hash', async () => {
  const { merchant, letIn } = await open();
  const { data } = await letIn();
  expect(JSON.stringify([...merchant.memory.items.values()])).not.toContain(data.token);
});

test('G the embedded portal sees and promotes, and leaves money, person and terms to whoever logs in', async () => {
  const { merchant, letIn } = await open();
  const { data } = await letIn();
  const caller = await callerOf(merchant, data.token);
  for (const scope of ['portal:read', 'portal:write'] as const) requireScope(caller, scope);
  for (const scope of [
    'portal:account:read',
    'portal:account:write',
    'partnerships:read',
    'portal-sessions:write',
    'payments:write',
  ] as const) {
    expect(() => requireScope(caller, scope)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  }
});

test('G a partnership that is not active is not let in, and whoever was is out of it', async () => {
  const { merchant, letIn } = await open();
  const { data } = await letIn();
  await merchant.must('PATCH', '/v2/partnerships/anna', { status: 'inactive' });
  await expect(callerOf(merchant, data.token)).rejects.toMatchObject({ code: 'unauthorized' });
  expect(await letIn()).toMatchObject({ status: 422, error: { reason: 'partnership_inactive', param: 'partnership' } });
});

test('G a partner is named by key, partner_key or e-mail address, and only in its own program', async () => {
  const { merchant, anna, letIn } = await open();
  for (const name of [anna.key, 'anna', 'anna@p.example']) {
    expect((await letIn(name)).data.partnership_key).toBe(anna.key);
  }
  expect(await letIn('nobody')).toMatchObject({ status: 404, error: { param: 'partnership' } });
  const other = await openMerchant({ name: 'Other' }, merchant.store);
  expect((await other.call('POST', `/v2/partnerships/${anna.key}/portal-sessions`)).status).toBe(404);
  const { token } = (await letIn()).data;
  await expect(callerOf(merchant, token, { program: other.program })).rejects.toMatchObject({ code: 'unauthorized' });
});

test('G only who has the scope lets anybody in, since that shows money', async () => {
  const { merchant, letIn } = await open();
  merchant.limitTo(['partnerships:read', 'partnerships:write']);
  expect(await letIn()).toMatchObject({ status: 403, error: { reason: 'scope' } });
  merchant.limitTo(['portal-sessions:write']);
  expect((await letIn()).status).toBe(200);
});

test('Made up tokens are refused, and other credentials are left to others', async () => {
  const { merchant } = await open();
  await expect(callerOf(merchant, `pst_${'a'.repeat(43)}`)).rejects.toMatchObject({ code: 'unauthorized' });
  const sessions = portalSessions(merchant.store, merchant.clock);
  for (const authorization of ['Bearer sk_test_x', 'Basic x', 'pst_x', `Bearer pst_${'a'.repeat(42)}`]) {
    expect(await sessions({ authorization })).toBeUndefined();
  }
});
