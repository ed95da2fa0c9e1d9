import { SLUG_RANDOM_BYTES, slugFrom } from '../../domain/links.ts';
import { periodEnd, periodOf } from '../../domain/periods.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { createApiKey, pointToApiKey } from '../../table/api-keys.ts';
import { groups } from '../../table/definitions.ts';
import { addJoin } from '../../table/joins.ts';
import { type Program, programItem, putConfiguration } from '../../table/programs.ts';
import { absent, type Write } from '../../table/store.ts';
import type { Ids } from './ids.ts';
import { newApiKey } from './secrets.ts';

/** What a new program is made from. */
export interface ProgramOrder {
  readonly merchant: string;
  readonly name: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly mode: 'test' | 'live';
  readonly plan?: string | undefined;
}

/** The keys of a program, shown once. */
export interface ProgramKeys {
  readonly program_key: string;
  readonly public_key: string;
  readonly secret_key: string;
}

/** Nothing is offered yet: the merchant adds tiers, segments and triggers. */
const EMPTY: Configuration = {
  version: 1,
  stacking: 'all',
  second_tier_bps: 0,
  second_tier_of: 'reward',
  ladder: { measurement: 'lifetime_sales', movement: 'live', levels: [] },
  segments: [],
  triggers: [],
  approval_delay_days: 0,
  group_delays: {},
};

/** Five of the currency's units; in a currency without smaller units five hundred, which is worth about as much. */
const minimumPayout = (currency: string): number => {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  return digits === undefined || digits === 0 ? 500 : 5 * 10 ** digits;
};

const newProgram = (ids: Ids, order: ProgramOrder, group: string, now: number): Program => {
  const period = periodOf(now, order.time_zone);
  return {
    ...order,
    key: ids.key('prog', now),
    created_at: now,
    updated_at: now,
    rev: 1,
    config: 1,
    awaited: [],
    attribution_model: 'last_click',
    attribution_window_days: 90,
    default_group: group,
    fee_bps: 0,
    fee_fixed: 0,
    minimum_payout: minimumPayout(order.currency),
    open_period: period,
    due_at: periodEnd(period, order.time_zone),
  };
};

/** Everything that a new program consists of: settings, configuration 1, its default group, and a pair of keys. */
export const programWrites = (
  ids: Ids,
  order: ProgramOrder,
  now: number,
): { readonly keys: ProgramKeys; readonly writes: readonly Write[] } => {
  const group = ids.key('grp', now);
  const program = newProgram(ids, order, group, now);
  const base = { program: program.key, created_at: now, updated_at: now, rev: 1 };
  const slug = slugFrom(Buffer.from(ids.secret(SLUG_RANDOM_BYTES), 'base64url'));
  const made = newApiKey(ids, { program: program.key, mode: order.mode, name: 'First key', scopes: 'all' }, now);
  return {
    keys: { program_key: program.key, public_key: made.key.public_key, secret_key: made.secret },
    writes: [
      { kind: 'put', item: programItem(program), condition: absent('program_exists') },
      putConfiguration(program.key, EMPTY),
      ...groups.add({ ...base, key: group, name: 'Default', archived: false, join_slug: slug }),
      addJoin({ slug, program: program.key, group }),
      createApiKey(made.hash, made.key),
      pointToApiKey(made.hash, made.key),
    ],
  };
};
