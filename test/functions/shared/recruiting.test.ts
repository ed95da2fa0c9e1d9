import { readProgramState } from '../../../functions/shared/configuration.ts';
import { recruiterByCode, recruitingCodeOf } from '../../../functions/shared/recruiting.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';

const find = async (merchant: TestMerchant, code: string): Promise<string | undefined> => {
  const state = await readProgramState(merchant.deps, merchant.program);
  return (await recruiterByCode(merchant.store, state, code))?.key;
};

test('A recruiting code names its partnership, however it is written', async () => {
  const merchant = await openMerchant();
  await merchant.must('PATCH', '/v2/programs', { second_tier_bps: 1000 });
  const { key } = await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  const code = recruitingCodeOf(key);
  expect(code).toHaveLength(26);
  expect(await find(merchant, code)).toBe(key);
  expect(await find(merchant, ` ${code.toUpperCase()} `)).toBe(key);
});

test('A code names nobody while the program has no second tier', async () => {
  const merchant = await openMerchant();
  const { key } = await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  expect(await find(merchant, recruitingCodeOf(key))).toBeUndefined();
});

test('A code of an inactive partnership or of another program names nobody, and neither does another text', async () => {
  const merchant = await openMerchant();
  const other = await openMerchant({ name: 'Other' }, merchant.store);
  for (const { must } of [merchant, other]) await must('PATCH', '/v2/programs', { second_tier_bps: 1000 });
  const { key } = await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  expect(await find(other, recruitingCodeOf(key))).toBeUndefined();
  await merchant.must('PATCH', `/v2/partnerships/${key}`, { status: 'inactive' });
  for (const text of [recruitingCodeOf(key), '', key, 'x'.repeat(26), '../HEAD']) {
    expect(await find(merchant, text)).toBeUndefined();
  }
});
