import { type Deal, deals, firstWith, freeSign, takeSign } from '../../table/deals.ts';
import { announcing } from '../../table/facts.ts';
import { addHistoryEntry, readHistoryEntry } from '../../table/histories.ts';
import { listPartition, partnershipProspectsPartition, prospectKey } from '../../table/keys.ts';
import { type Lead, leads } from '../../table/leads.ts';
import { shardOf } from '../../table/shards.ts';
import { ConditionFailed, type Write } from '../../table/store.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { PROGRAM } from '../support/setting.ts';

const common = {
  ...{ program: PROGRAM, external_key: 'x1', group: 'grp_main', partnership: 'part_anna', customer_key: 'cathy' },
  ...{ amount: 900, archived: false, created_at: 1, updated_at: 2, rev: 1 },
  source: 'partner' as const,
  binding: 'bound' as const,
};
const more = () => ({
  form: { group: 'grp_main', version: 2 },
  answers: { size: 3, kinds: ['a', 'b'], sure: true },
  seen: { size: 3, kinds: ['a', 'b'], sure: 'true' },
  metadata: { from: 'fair' },
});

const lead = (): Lead => ({
  ...{ ...common, ...more() },
  ...{ key: 'lead_1', status: 'rejected', email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lane' },
  ...{ company: 'Firm', phone: '+44', country: 'GB', reason: 'No budget', deal: 'deal_1' },
});
const deal = (): Deal => ({
  ...{ ...common, ...more() },
  ...{ key: 'deal_1', status: 'accepted', stage: 'new', reached: ['new'], name: 'Licences', account_name: 'Firm' },
  ...{ account_key: 'A-1', contact_email: 'cora@firm.example', contact_first_name: 'Cora', contact_last_name: 'C' },
  ...{ country: 'GB', close_date: '2026-03-31', reason: 'x', lost_reason: 'y', duplicate_of: 'deal_0', lead: 'lead_1' },
  to_confirm: { stage: 'won', amount: 5, lost_reason: 'z', by: 'part_anna', at: 3 },
  signs: ['account:firm'],
});

/** Writes, or tells which condition did not hold. */
const written = async (store: MemoryStore, writes: readonly Write[]): Promise<string> => {
  try {
    await store.transact(writes);
    return 'written';
  } catch (error) {
    if (error instanceof ConditionFailed) return error.condition;
    throw error;
  }
};

test('leads and deals come back as they were stored, by their key and by the merchant’s own', async () => {
  const store = new MemoryStore();
  await store.transact([...leads.add(lead()), ...deals.add(deal())]);
  for (const name of ['lead_1', 'x1']) expect(await leads.find(store, PROGRAM, name)).toEqual(lead());
  for (const name of ['deal_1', 'x1']) expect(await deals.find(store, PROGRAM, name)).toEqual(deal());
  expect(await leads.find(store, PROGRAM, 'x2')).toBeUndefined();
  expect(await leads.find(store, 'prog_other', 'lead_1')).toBeUndefined();
});

test('they are listed for the program and for the partnership', async () => {
  const store = new MemoryStore();
  await store.transact(leads.add(lead()));
  const item = await store.get(prospectKey('LEAD', PROGRAM, 'lead_1'));
  expect(item).toMatchObject({
    ...{ gsi1pk: listPartition('LEADS', PROGRAM, shardOf('lead_1')), gsi1sk: 'lead_1' },
    ...{ gsi2pk: partnershipProspectsPartition('LEAD', 'part_anna'), gsi2sk: 'lead_1' },
  });
  const { partnership: _nobody, ...free } = lead();
  await store.transact(leads.change(lead(), free));
  expect(await store.get(prospectKey('LEAD', PROGRAM, 'lead_1'))).not.toHaveProperty('gsi2pk');
});

test('each write states its condition', async () => {
  const store = new MemoryStore();
  expect(await written(store, leads.add(lead()))).toBe('written');
  expect(await written(store, leads.add(lead()))).toBe('prospect_exists');
  expect(await written(store, leads.add({ ...lead(), key: 'lead_2' }))).toBe('external_key_taken');
  expect(await written(store, leads.change(lead(), { ...lead(), external_key: 'x9' }))).toBe('written');
  expect(await written(store, leads.change(lead(), lead()))).toBe('prospect_changed');
  // The name that it had is free again.
  expect(await written(store, leads.add({ ...lead(), key: 'lead_2' }))).toBe('written');
});

test('of two deals one is the first with a sign, until it gives it back', async () => {
  const store = new MemoryStore();
  const sign = 'account:firm';
  expect(await written(store, [takeSign(PROGRAM, sign, 'deal_1')])).toBe('written');
  expect(await written(store, [takeSign(PROGRAM, sign, 'deal_2')])).toBe('sign_taken');
  expect(await firstWith(store, PROGRAM, [sign, 'account:other'])).toEqual(new Map([[sign, 'deal_1']]));
  expect(await firstWith(store, 'prog_other', [sign])).toEqual(new Map());
  expect(await written(store, [freeSign(PROGRAM, sign, 'deal_2')])).toBe('sign_gone');
  expect(await written(store, [freeSign(PROGRAM, sign, 'deal_1')])).toBe('written');
  expect(await written(store, [takeSign(PROGRAM, sign, 'deal_2')])).toBe('written');
});

test('an entry of a history is a fact where it announces something, and is never overwritten', async () => {
  const store = new MemoryStore();
  const told = { key: 'lev_1', program: PROGRAM, of: 'lead_1', at: 5, by: 'key_1', what: 'qualified' };
  const entry = { ...told, status: 'qualified', stage: 's', reason: 'Fits', amount: 7, partnership: 'part_anna' };
  const fact = { key: 'lev_1', program: PROGRAM, at: 5, period: '2026-01', zone: 'UTC', config: 1, counted: false };
  const write = addHistoryEntry('LEAD', entry, { type: 'lead.qualified', fact });
  expect(write.item).toMatchObject({ gsi1sk: 'lev_1', ...announcing('lead.qualified', fact) });
  expect(readHistoryEntry(write.item)).toEqual({ ...entry, announces: 'lead.qualified' });
  expect(await written(store, [write])).toBe('written');
  expect(await written(store, [write])).toBe('entry_exists');
  expect(addHistoryEntry('LEAD', entry, undefined).item).not.toHaveProperty('announces');
});
