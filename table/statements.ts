import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { invoiceLinesPartition, listed, listPartition, STATEMENTS_PREFIX, standingKey, statementKey } from './keys.ts';
import { SHARDS, shardOf } from './shards.ts';
import { absent, type Item, readMany, type Store, unchanged, type Write } from './store.ts';

/**
 * What a month was for a partnership: the line of its invoice. It is written once at the close, changed while the
 * invoice is in review, and never after. Counts, and minor units.
 */
export const Statement = z.object({
  program: z.string(),
  partnership: z.string(),
  period: z.string(),
  group: z.string(),
  /** The tier after the last event of the month; absent where the program has none. */
  tier: z.optional(z.string()),
  transactions: z.int(),
  /** Sales less the refunds that were accepted in the month. */
  sales: z.int(),
  refunded: z.int(),
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: z.int(),
  second_tier_amount: z.int(),
  clawbacks: z.int(),
  clawback_amount: z.int(),
  net: z.int(),
  /** The debt of the month before, or what its invoice was too small to pay. */
  carried_in: z.int(),
  carried_out: z.int(),
  payable: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Statement = z.infer<typeof Statement>;

const lineKeys = (program: string, period: string, partnership: string) => ({
  gsi2pk: invoiceLinesPartition(program, period, shardOf(partnership)),
  gsi2sk: partnership,
});

export const statementItem = (statement: Statement): Item => ({
  ...statementKey(statement.partnership, statement.period),
  ...lineKeys(statement.program, statement.period, statement.partnership),
  ...statement,
});

export const readStatement = (item: Item): Statement => decode(Statement, item);

export const getStatement = async (
  store: Store,
  partnership: string,
  period: string,
): Promise<Statement | undefined> => {
  const item = await store.get(statementKey(partnership, period));
  return item === undefined ? undefined : readStatement(item);
};

/** A new statement (`statement_exists` when an earlier attempt has written it: then it is the same). */
export const addStatement = (statement: Statement): Write & { kind: 'put' } => ({
  kind: 'put',
  item: statementItem(statement),
  condition: absent('statement_exists'),
});

/** A statement after a change in review (`statement_changed` when somebody else came between). */
export const changeStatement = (before: Statement, after: Statement): Write & { kind: 'put' } => ({
  kind: 'put',
  item: statementItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('statement_changed', before.rev),
});

/** The statements of some partnerships for a period, by partnership. */
export const statementsIn = async (
  store: Store,
  partnerships: readonly string[],
  period: string,
): Promise<ReadonlyMap<string, Statement>> => {
  const items = await readMany(
    store,
    partnerships.map((partnership) => statementKey(partnership, period)),
  );
  return new Map(items.map(readStatement).map((statement) => [statement.partnership, statement]));
};

/** All statements of a partnership, the earliest first: one for each month since it joined. */
export const statementsOf = async (store: Store, partnership: string): Promise<readonly Statement[]> => {
  const items: Item[] = [];
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({ pk: `PART#${partnership}`, prefix: STATEMENTS_PREFIX, limit: 1000, start });
    items.push(...page.items);
    start = page.next;
  } while (start !== undefined);
  return items.map(readStatement);
};

/** A page of something by partnership: the next one starts after `next`, which is absent on the last page. */
export interface PartnershipPage<T> {
  readonly values: readonly T[];
  readonly next: string | undefined;
}

/** The keys of a page of the program's partnerships in one shard, in their order; '' starts at the first. */
export const partnershipPage = async (
  store: Store,
  program: string,
  shard: number,
  after: string,
  limit: number,
): Promise<PartnershipPage<string>> => {
  const page = await store.query({
    index: 'gsi1',
    pk: listPartition('PARTS', program, shard),
    limit,
    start: after === '' ? undefined : { ...standingKey(after), ...listed('PARTS', program, after) },
  });
  const values = page.items.map((item) => String(item['gsi1sk']));
  return { values, next: page.next === undefined ? undefined : values.at(-1) };
};

/** A page of the lines of an invoice in one shard, in order of the partnerships' keys; '' starts at the first. */
export const linePage = async (
  store: Store,
  program: string,
  period: string,
  shard: number,
  after: string,
  limit: number,
): Promise<PartnershipPage<Statement>> => {
  const page = await store.query({
    index: 'gsi2',
    pk: invoiceLinesPartition(program, period, shard),
    limit,
    start: after === '' ? undefined : { ...statementKey(after, period), ...lineKeys(program, period, after) },
  });
  const keys = page.items.map((item) => String(item['gsi2sk']));
  const found = await statementsIn(store, keys, period);
  return {
    values: keys.flatMap((key) => found.get(key) ?? []),
    next: page.next === undefined ? undefined : keys.at(-1),
  };
};

/** The partitions of gsi2 that hold the lines of an invoice. */
export const linePartitions = (program: string, period: string): readonly string[] =>
  SHARDS.map((shard) => invoiceLinesPartition(program, period, shard));
