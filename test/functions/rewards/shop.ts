import { figuresOfLines } from '../../../domain/invoices.ts';
import { nextPeriod, periodEnd, periodStart } from '../../../domain/periods.ts';
import { figuresOf } from '../../../domain/statements.ts';
import type { Configuration } from '../../../domain/triggers.ts';
import { closeTask } from '../../../functions/close/task.ts';
import { formTemplateRoutes } from '../../../functions/forms/routes.ts';
import { portalRoutes as portalMoneyRoutes } from '../../../functions/invoices/portal.ts';
import { portalRoutes } from '../../../functions/leads/portal.ts';
import { portalFormRoutes } from '../../../functions/leads/portal-forms.ts';
import { dealRoutes, dealSettingsRoutes, leadRoutes } from '../../../functions/leads/routes.ts';
import { rewardRoutes } from '../../../functions/rewards/routes.ts';
import { acceptRefund } from '../../../functions/sales/accept-refund.ts';
import { acceptTransaction } from '../../../functions/shared/accept-transaction.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { Caller } from '../../../functions/shared/auth.ts';
import { earningsOf, marksOf } from '../../../table/earnings.ts';
import { changeInvoice, getInvoice, type Invoice, invoicesOf } from '../../../table/invoices.ts';
import { takePartnerName } from '../../../table/partner-names.ts';
import { profileItem } from '../../../table/partnerships.ts';
import { addPayout, type Payout } from '../../../table/payouts.ts';
import type { Program } from '../../../table/programs.ts';
import { SHARDS } from '../../../table/shards.ts';
import { statementsOf } from '../../../table/statements.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { announcedSale, configuration, customer, openSetting, PROGRAM, standing } from '../../support/setting.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';

/** Parsed JSON, which tests look into as they expect it to be. */
type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly data: Json;
  readonly error: Json;
}

const PARTNERS = ['part_anna', 'part_bert', 'part_cleo', 'part_dora'] as const;

/**
 * A program with partners and customers in a table in memory. Anna was recruited by Cleo and Bert by Dora; `ann` buys
 * for Anna and `bob` for Bert. Months are closed by the steps of the product.
 */
export const openShop = (
  config: Configuration = configuration(),
  settings: Partial<Program> = { fee_bps: 300, fee_fixed: 30 },
) => {
  const setting = openSetting(config, settings);
  const { store, time, deps } = setting;
  const recruiters: Readonly<Record<string, string>> = { part_anna: 'part_cleo', part_bert: 'part_dora' };
  for (const key of PARTNERS) {
    setting.addStanding(standing(key, recruiters[key] === undefined ? {} : { recruiter: recruiters[key] }));
    const email = `${key}@partners.example`;
    const name = takePartnerName(PROGRAM, 'KEY', key.slice(5), key);
    if (name.kind === 'put') setting.put(name.item);
    setting.put(
      profileItem({ key, program: PROGRAM, partner_key: key.slice(5), email, created_at: 0, updated_at: 0, rev: 1 }),
    );
  }
  setting.addCustomer(customer('ann', 'part_anna'));
  setting.addCustomer(customer('bob', 'part_bert'));

  const files = new MemoryFiles();
  const leadsDeps = { ...deps, clicksOf: async () => [], files };
  const log = new KeptLog();
  let program = PROGRAM;
  let partner: string | undefined;
  const handle = serve(
    {
      clock: { now: () => time.now, real: () => Date.now() },
      log,
      access: {
        authenticators: [
          async (): Promise<Caller> => {
            const known = { program, mode: 'test', identity: 'test', actor: 'key_test', scopes: 'all' } as const;
            if (partner === undefined) return { kind: 'key', ...known };
            const scopes = ['portal:read', 'portal:write'];
            return { kind: 'partner', ...known, actor: partner, scopes, partnership: partner, user: partner };
          },
        ],
        limiter: async () => ({ limit: 600, remaining: 599, reset: 60 }),
        idempotency: async (_request, attempt) => ({ ...(await attempt()), replayed: false }),
      },
    },
    [
      ...rewardRoutes(deps),
      ...leadRoutes(leadsDeps),
      ...dealRoutes(leadsDeps),
      ...dealSettingsRoutes(leadsDeps),
      ...portalRoutes(leadsDeps),
      ...portalFormRoutes(leadsDeps),
      ...portalMoneyRoutes(store),
      ...formTemplateRoutes({ ...deps, publicUrl: 'https://acme.example' }),
    ],
  );
  const call = async (method: string, target: string, body?: unknown): Promise<Answer> => {
    const [path = '', query = ''] = target.split('?');
    const answer = await handle(httpEvent({ method, path, query, body }));
    const parsed: Json = JSON.parse(answer.body);
    if (answer.statusCode === 500) throw new Error(log.lines.join('\n'));
    return { status: answer.statusCode, data: parsed.data, error: parsed.error };
  };
  const must = async (method: string, target: string, body?: unknown): Promise<Json> => {
    const { status, data, error } = await call(method, target, body);
    if (status !== 200) throw new Error(`${method} ${target}: ${JSON.stringify(error)}`);
    return data;
  };

  /** The same calls as a partner, logged in. */
  const as = (partnership: string) => async (method: string, target: string, body?: unknown) => {
    partner = partnership;
    try {
      return await call(method, target, body);
    } finally {
      partner = undefined;
    }
  };

  const accept = acceptTransaction(deps);
  const takeBack = acceptRefund(deps);
  const pass = (): void => {
    time.now += 1000;
  };
  /** A sale of so many pence, with its rewards: the key of the event. */
  const sell = async (external_key: string, amount: number, customer_key = 'ann', more = {}): Promise<string> => {
    pass();
    const { sale } = await accept({ program: PROGRAM, external_key, customer_key, amount, currency: 'GBP', ...more });
    await setting.evaluate('transaction.accepted', announcedSale(sale));
    return sale.key;
  };
  const refund = async (transaction: string, amount?: number): Promise<string> => {
    pass();
    const { refund: made } = await takeBack({ program: PROGRAM, transaction, amount });
    await setting.evaluate('refund.accepted', made);
    return made.key;
  };

  const close = closeTask({ ...deps, clock: { now: () => time.now }, startMonth: async () => 'running' });
  const throughPages = async (step: string, period: string, shard: number): Promise<Json> => {
    const input = { step, program: PROGRAM, period, shard, cursor: '' };
    return close(step === 'statements' ? { ...input, figures: null } : input);
  };
  /** Closes a month at its end; its invoice is in review afterwards, or void. */
  const closeMonth = async (period: string): Promise<Invoice> => {
    time.now = Math.max(time.now, periodEnd(period, 'UTC'));
    await close({ step: 'begin', program: PROGRAM, period, phase: 'close' });
    for (const step of ['seal', 'facts']) for (const shard of SHARDS) await throughPages(step, period, shard);
    const drafted = [];
    for (const shard of SHARDS) drafted.push(await throughPages('statements', period, shard));
    await close({ step: 'open', program: PROGRAM, period, drafted });
    return invoice(period);
  };
  const invoice = async (period: string): Promise<Invoice> => {
    const found = await getInvoice(store, PROGRAM, period);
    if (found === undefined) throw new Error(`There is no invoice of ${period}.`);
    return found;
  };
  const finalise = async (period: string): Promise<Invoice> => {
    time.now = Math.max(time.now, periodStart(nextPeriod(period), 'UTC') + 7 * 86_400_000);
    await close({ step: 'finalise', program: PROGRAM, period });
    return invoice(period);
  };
  const pay = async (period: string): Promise<void> => {
    const steps = [{ state: 'charging' }, { state: 'paid', paid_at: time.now }] as const;
    for (const step of steps) {
      const before = await invoice(period);
      await store.write(changeInvoice(before, { ...before, ...step }));
    }
  };
  const payOut = async (partnership: string, amount: number): Promise<void> => {
    const at = time.now;
    const payout: Payout = {
      ...{ key: 'pay_1', program: PROGRAM, partnership, number: 1, amount, currency: 'GBP', provider: 'stripe' },
      ...{ destination: 'acct', state: 'paid', first_sent_at: at, created_at: at, updated_at: at, rev: 1 },
    };
    await store.transact(addPayout(payout, undefined));
  };

  /** What every stored statement should be by a recount of all facts, and whether its invoice sums it up. */
  const recount = async (): Promise<readonly string[]> => {
    const problems: string[] = [];
    const lines = new Map<string, Parameters<typeof figuresOfLines>[0][number][]>();
    for (const key of PARTNERS) {
      const months = [...store.items.values()].flatMap((item) =>
        item.pk === `PART#${key}` && item.sk.startsWith('MARK#') ? [item.sk.slice(5, 12)] : [],
      );
      const marks = (await Promise.all([...new Set(months)].map((month) => marksOf(store, key, month)))).flat();
      for (const statement of await statementsOf(store, key)) {
        const counted = figuresOf(await earningsOf(store, key, statement.period), marks, statement.carried_in);
        lines.set(statement.period, [...(lines.get(statement.period) ?? []), statement]);
        for (const [name, value] of Object.entries(counted)) {
          const stored = Reflect.get(statement, name);
          if (stored !== value) problems.push(`${key} ${statement.period} ${name}: ${stored}, not ${value}`);
        }
      }
    }
    for (const [period, stored] of await invoicesOf(store, PROGRAM)) {
      if (stored.state === 'draft') continue;
      const sums = figuresOfLines(lines.get(period) ?? []);
      for (const [name, value] of Object.entries(sums)) {
        const found = Reflect.get(stored, name);
        if (found !== value) problems.push(`invoice ${period} ${name}: ${found}, not ${value}`);
      }
      if (stored.total !== stored.payables + stored.fee) problems.push(`invoice ${period}: total`);
    }
    return problems;
  };

  return {
    ...{ ...setting, files, call, must, as, sell, refund, closeMonth, finalise, pay, payOut, invoice, recount, pass },
    /** The first-tier reward of an event, or the second-tier one. */
    rewardOf: (event: string, level: 1 | 2 = 1, trigger = 'trg_5percent') => `rwd_${event}.${trigger}.${level}`,
    show: (key: string) => must('GET', `/v2/rewards/${key}`),
    decide: (key: string, body: unknown) => call('PATCH', `/v2/rewards/${key}`, body),
    /** Calls as the partner of a partnership, or as the merchant again. */
    asPartner: (partnership: string | undefined) => {
      partner = partnership;
    },
    asProgram: (other: string) => {
      program = other;
    },
  };
};
