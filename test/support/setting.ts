import { periodEnd, periodOf } from '../../domain/periods.ts';
import type { Configuration, Trigger } from '../../domain/triggers.ts';
import { evaluateEvent } from '../../functions/evaluate-triggers/evaluate-event.ts';
import { openHints } from '../../functions/shared/hints.ts';
import { openIds } from '../../functions/shared/ids.ts';
import type { SalesDeps } from '../../functions/shared/situation.ts';
import { type Customer, customerItem } from '../../table/customers.ts';
import { type Standing, standingItem } from '../../table/partnerships.ts';
import { configurationCache, type Program, programItem, putConfiguration } from '../../table/programs.ts';
import type { Item } from '../../table/store.ts';
import { addSale, type Sale } from '../../table/transactions.ts';
import { MemoryStore } from './memory-store.ts';

export const PROGRAM = 'prog_00000000000000000000000001';
export const NOW = Date.parse('2026-01-15T12:00:00Z');

/** A trigger that gives five percent of everything to everybody, unless told otherwise. */
export const trigger = (changes: Partial<Trigger> = {}): Trigger => ({
  key: 'trg_5percent',
  version: 1,
  name: 'Five percent',
  event: 'transaction.accepted',
  audience: { type: 'all' },
  offer: { type: 'percentage', bps: 500, description: '5 % of everything' },
  created_at: 0,
  active_from: 0,
  ...changes,
});

export const configuration = (changes: Partial<Configuration> = {}): Configuration => ({
  version: 1,
  stacking: 'all',
  second_tier_bps: 1000,
  second_tier_of: 'reward',
  ladder: { measurement: 'lifetime_sales', movement: 'live', levels: [] },
  segments: [],
  triggers: [trigger()],
  approval_delay_days: 0,
  group_delays: {},
  ...changes,
});

export const program = (changes: Partial<Program> = {}): Program => ({
  key: PROGRAM,
  merchant: 'mer_00000000000000000000000001',
  name: 'Acme partners',
  mode: 'test',
  currency: 'GBP',
  time_zone: 'UTC',
  created_at: 0,
  updated_at: 0,
  rev: 1,
  config: 1,
  attribution_model: 'last_click',
  attribution_window_days: 90,
  default_group: 'grp_main',
  fee_bps: 0,
  fee_fixed: 0,
  minimum_payout: 500,
  open_period: periodOf(NOW, 'UTC'),
  due_at: periodEnd(periodOf(NOW, 'UTC'), 'UTC'),
  ...changes,
});

export const standing = (key: string, changes: Partial<Standing> = {}): Standing => ({
  key,
  program: PROGRAM,
  status: 'active',
  group: 'grp_main',
  tags: [],
  joined_at: 0,
  lifetime: { total: 0, quantity: 0 },
  months: {},
  rev: 1,
  ...changes,
});

export const customer = (name: string, partnership?: string, changes: Partial<Customer> = {}): Customer => ({
  key: `cust_${name}`,
  program: PROGRAM,
  customer_key: name,
  created_at: NOW - 10 * 86_400_000,
  updated_at: NOW,
  rev: 1,
  ...(partnership === undefined ? {} : { attribution: { partnership, reason: 'api', at: NOW } }),
  ...changes,
});

/** A program in a table in memory, with a clock that the test moves. */
export const openSetting = (config: Configuration = configuration(), settings: Partial<Program> = {}) => {
  const store = new MemoryStore();
  const put = (item: Item): void => {
    store.items.set(`${item.pk} | ${item.sk}`, item);
  };
  put(programItem(program(settings)));
  const write = putConfiguration(PROGRAM, config);
  if (write.kind === 'put') put(write.item);
  const time = { now: NOW };
  const configurations = configurationCache(store);
  const deps: SalesDeps = {
    store,
    clock: { now: () => time.now },
    ids: openIds(),
    chance: () => 0,
    configurations,
    hints: openHints(),
  };
  return {
    store,
    time,
    deps,
    evaluate: evaluateEvent({ ...deps }),
    put,
    addStanding: (added: Standing) => put(standingItem(added)),
    addCustomer: (added: Customer) => put(customerItem(added)),
  };
};

/** A transaction as the bus carries it: bytes are base64 text. */
export const announcedSale = (sale: Sale): unknown => {
  const { item } = addSale(sale);
  const lines = item['lines'];
  return { ...item, lines: lines instanceof Uint8Array ? Buffer.from(lines).toString('base64') : lines };
};
