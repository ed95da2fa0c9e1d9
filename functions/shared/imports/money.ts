import type {
  CustomerRef,
  RewardRecord,
  RewardState,
  SkipReason,
  TransactionRecord,
} from '../../../domain/imports/records.ts';
import { getCustomer } from '../../../table/customers.ts';
import { readGrant } from '../../../table/grants.ts';
import { grantKey, saleKey } from '../../../table/keys.ts';
import { readSale } from '../../../table/transactions.ts';
import { acceptTransaction } from '../accept-transaction.ts';
import { createReward } from '../contracts/rewards.ts';
import { createTransaction } from '../contracts/transactions.ts';
import { giveReward } from '../new-grants.ts';
import {
  type Applied,
  type Apply,
  invalid,
  PARTNER_INACTIVE,
  PARTNER_UNKNOWN,
  type Row,
  refusal,
  skipped,
} from './run.ts';

type Outcome = Applied['outcome'];

/** The customer that a transaction names; undefined when nobody of that name is here. */
const customerOf = async (row: Row, ref: CustomerRef): Promise<string | undefined> => {
  const { deps, job } = row;
  if (ref.key !== undefined && (await getCustomer(deps.store, job.program, ref.key)) !== undefined) return ref.key;
  for (const [kind, value] of [
    ['key', ref.key],
    ['id', ref.id],
    ['email', ref.email?.toLowerCase()],
  ] as const) {
    const entry = value === undefined ? undefined : await row.known('customers', `${kind}:${value}`);
    if (entry !== undefined && entry.target !== '') return entry.target;
  }
  if (ref.id !== undefined && (await getCustomer(deps.store, job.program, ref.id)) !== undefined) return ref.id;
  return undefined;
};

const moneyProblem = (row: Row, record: TransactionRecord | RewardRecord): Outcome | undefined => {
  if (record.currency !== row.job.currency) {
    return skipped('other_currency', `This program is kept in ${row.job.currency}, and this is in ${record.currency}.`);
  }
  if (record.amount < 0) return skipped('negative_amount', 'What takes money back has nothing here to take it from.');
  return undefined;
};

/** A transaction of the past: it counts in statistics and measures, and no trigger sees it. */
export const applyTransaction: Apply<TransactionRecord> = async (row, record) => {
  const { deps, job } = row;
  const one = (outcome: Outcome): readonly Applied[] => [{ kind: 'transactions', outcome }];
  const money = moneyProblem(row, record);
  if (money !== undefined) return one(money);
  if (record.happened_at > job.now) return one(skipped('in_the_future', 'It has not happened yet.'));
  const customer = await customerOf(row, record.customer);
  if (customer === undefined) return one(skipped('customer_unknown', 'Its customer is not here.'));
  const { external_key, amount, currency, product_key, category_key, happened_at: created_at } = record;
  const body = { external_key, customer_key: customer, amount, currency, product_key, category_key, created_at };
  const problem = invalid(createTransaction.body, body);
  if (problem !== undefined) return one(problem);
  const before = await deps.store.get(saleKey(job.program, external_key));
  if (before !== undefined) {
    const sale = readSale(before);
    const same = sale.amount === amount && sale.customer?.key === customer && sale.happened_at === created_at;
    return one(same ? await row.there('transactions', external_key) : differs('transaction'));
  }
  if (job.dry && (await row.known('transactions', external_key)) !== undefined) return one({ result: 'exists' });
  await row.begin('transactions', external_key);
  if (job.dry) return one({ result: 'made' });
  try {
    await acceptTransaction(deps)({ ...body, program: job.program });
  } catch (error) {
    return one(refusal(error));
  }
  return one({ result: 'made' });
};

const differs = (what: string): Outcome => skipped('differs', `A ${what} of this id is here with other content.`);

/** What is owed no more, or not yet, or perhaps not. */
const CLOSED: Readonly<Record<Exclude<RewardState, 'open' | 'held'>, { reason: SkipReason; detail: string }>> = {
  paid: { reason: 'already_paid', detail: 'It was paid over there.' },
  cancelled: { reason: 'cancelled', detail: 'It was declined or voided over there.' },
  not_earned: { reason: 'not_earned', detail: 'It is planned over there and not earned yet.' },
  unknown: {
    reason: 'payment_unknown',
    detail: 'Nothing tells whether it will be paid over there: settle it by hand.',
  },
};

const NAMES = {
  partnerstack: 'PartnerStack',
  rewardful: 'Rewardful',
  firstpromoter: 'FirstPromoter',
  csv: 'a file',
} as const;

const requestOf = (row: Row, record: RewardRecord, partnership_key: string) => {
  const name = NAMES[row.job.source];
  const earned =
    record.earned_at === undefined ? '' : `, earned ${new Date(record.earned_at).toISOString().slice(0, 10)}`;
  return {
    external_key: `import:${row.job.source}:${record.id}`,
    partnership_key,
    amount: record.amount,
    description: record.description ?? `Reward carried over from ${name}`,
    note: `Imported from ${name}: ${record.id}${earned}.`,
  };
};

/** A reward that is still owed: given by hand in the open period, under the other system's id. */
export const applyReward: Apply<RewardRecord> = async (row, record) => {
  const { deps, job } = row;
  const one = (outcome: Outcome): readonly Applied[] => [{ kind: 'rewards', outcome }];
  const { state } = record;
  if (state !== 'open' && state !== 'held') return one(skipped(CLOSED[state].reason, CLOSED[state].detail));
  const money = moneyProblem(row, record);
  if (money !== undefined) return one(money);
  if (record.amount === 0) return one(skipped('nothing', 'Its amount is 0.'));
  const partner = await row.partner(record.partner);
  if (partner === undefined) return one(PARTNER_UNKNOWN);
  const request = requestOf(row, record, partner.key);
  const { external_key } = request;
  const problem = invalid(createReward.body, { ...request, partnership_key: 'part' });
  if (problem !== undefined) return one(problem);
  const before = await deps.store.get(grantKey(job.program, external_key));
  if (before !== undefined) {
    const grant = readGrant(before);
    const same = grant.amount === record.amount && grant.partnership === partner.key;
    return one(same ? await row.there('rewards', external_key) : differs('reward'));
  }
  if (!partner.active) return one(PARTNER_INACTIVE);
  if (job.dry && (await row.known('rewards', external_key)) !== undefined) return one({ result: 'exists' });
  await row.begin('rewards', external_key);
  if (job.dry) return one({ result: 'made' });
  const held = state === 'held' ? { held: `On hold over there. ${request.note}` } : {};
  try {
    await giveReward(deps, { program: job.program, now: job.now, actor: job.actor }, { ...request, ...held });
  } catch (error) {
    return one(refusal(error));
  }
  return one({ result: 'made' });
};
