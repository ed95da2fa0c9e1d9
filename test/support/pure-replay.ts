import type { Earning } from '../../domain/earnings.ts';
import { periodOf, shiftPeriod } from '../../domain/periods.ts';
import {
  addRefund,
  type Clawback,
  clawbackOf,
  NOTHING_REFUNDED,
  priceRefund,
  type Refunded,
  refundQuantity,
  refundTotal,
} from '../../domain/refunds.ts';
import { evaluate, type Reward, rewardKey } from '../../domain/rewards.ts';
import { figuresOf, type MonthFacts, NO_FACTS } from '../../domain/statements.ts';
import { addToMeasure, type Measure, NO_MEASURE, tierFor } from '../../domain/tiers.ts';
import { type Line, priceTransaction, quantityOf } from '../../domain/transactions.ts';
import { configurationOf, partnerOf, type RetailEvent, type readProgram } from './online-retail.ts';

interface State {
  lifetime: Measure;
  months: Map<string, MonthFacts>;
  tier: string | undefined;
}
interface Sale {
  partner: string;
  lines: readonly Line[];
  total: number;
  rewards: { owner: string; key: string; reward: Reward }[];
  refunded: Refunded;
}

/** Plays the sales through the domain functions alone: no table, no clock, no network. */
export const playPurely = (file: ReturnType<typeof readProgram>, events: readonly RetailEvent[]) => {
  const configuration = configurationOf(file);
  const partners = new Map(file.partners.map((p) => [p.id, p]));
  const states = new Map<string, State>();
  const sales = new Map<string, Sale>();
  const earnings: Earning[] = [];
  const stateOf = (id: string): State => {
    const state = states.get(id) ?? { lifetime: NO_MEASURE, months: new Map(), tier: undefined };
    states.set(id, state);
    return state;
  };
  const tierNow = (id: string, period: string): string | undefined => {
    const state = stateOf(id);
    const month = state.months.get(period) ?? NO_FACTS;
    const measures = { lifetime: state.lifetime, month: { total: month.sales, quantity: month.quantity } };
    return tierFor(configuration.ladder, measures, state.tier)?.key;
  };
  const joined = (id: string, at: string): boolean => (partners.get(id)?.joinedAt ?? '9') <= at;
  const count = (id: string, period: string, total: number, quantity: number, sign: 1 | -1): void => {
    const state = stateOf(id);
    const month = state.months.get(period) ?? NO_FACTS;
    state.lifetime = addToMeasure(state.lifetime, total, quantity, sign);
    state.months.set(period, {
      transactions: month.transactions + (sign === 1 ? 1 : 0),
      sales: month.sales + sign * total,
      refunded: month.refunded + (sign === -1 ? total : 0),
      quantity: month.quantity + sign * quantity,
      facts: month.facts + 1,
    });
    state.tier = tierNow(id, period);
  };
  const playSale = (event: RetailEvent): void => {
    const partner = partnerOf(file, event.customer);
    if (partner === undefined || !joined(partner, event.at)) return;
    const profile = partners.get(partner);
    if (profile === undefined) return;
    const period = periodOf(Date.parse(event.at), 'UTC');
    const { lines, total } = priceTransaction({
      lines: event.lines.map((l) => ({ product_key: l.sku, quantity: l.qty, unit_amount: l.unitPriceMinor })),
    });
    const recruiter =
      profile.referredBy !== null && joined(profile.referredBy, event.at) ? profile.referredBy : undefined;
    const tier = tierNow(partner, period);
    const { first, second } = evaluate(configuration, {
      key: event.invoice,
      type: 'transaction.accepted',
      at: Date.parse(event.at),
      zone: 'UTC',
      amount: total,
      lines,
      currency: event.currency,
      country: event.country,
      partnership: { key: partner, group: profile.group, tags: profile.tags, tier, recruiter },
    });
    count(partner, period, total, quantityOf(lines), 1);
    const base = { period, event: event.invoice, at: Date.parse(event.at), clawbacks: [] };
    earnings.push({ ...base, partnership: partner, own: true, rewards: first });
    if (recruiter !== undefined) earnings.push({ ...base, partnership: recruiter, own: false, rewards: second });
    const owned = [...first, ...second].map((reward) => ({
      owner: reward.level === 1 ? partner : (recruiter ?? ''),
      reward,
      key: rewardKey(event.invoice, reward.trigger, reward.level),
    }));
    sales.set(event.invoice, { partner, lines, total, rewards: owned, refunded: NOTHING_REFUNDED });
  };
  const playRefund = (event: RetailEvent): void => {
    const period = periodOf(Date.parse(event.at), 'UTC');
    for (const invoice of new Set(event.lines.flatMap((line) => line.of?.invoice ?? []))) {
      const sale = sales.get(invoice);
      if (sale === undefined) continue;
      const lines = event.lines.flatMap((l) =>
        l.of?.invoice === invoice ? [{ line: l.of.line, quantity: -l.qty }] : [],
      );
      const now = priceRefund(sale, sale.refunded, { lines });
      const refund = { before: sale.refunded, now };
      sale.refunded = addRefund(sale.refunded, now);
      count(sale.partner, period, refundTotal(now), refundQuantity(now), -1);
      const owners = new Map<string, Clawback[]>();
      for (const { owner, reward, key } of sale.rewards) {
        const amount = clawbackOf(sale, reward, refund, reward.amount);
        if (amount > 0) owners.set(owner, [...(owners.get(owner) ?? []), { reward: key, level: reward.level, amount }]);
      }
      for (const [partnership, clawbacks] of owners) {
        earnings.push({
          partnership,
          period,
          event: `${event.invoice}/${invoice}`,
          at: Date.parse(event.at),
          own: false,
          rewards: [],
          clawbacks,
        });
      }
    }
  };
  for (const event of events) (event.kind === 'sale' ? playSale : playRefund)(event);
  return { earnings, statements: () => statementRows() };

  function statementRows() {
    const periods = [...new Set(events.map((e) => e.at.slice(0, 7)))];
    const rows: Record<string, string>[] = [];
    const carried = new Map<string, number>();
    const byOwner = Map.groupBy(earnings, (e) => `${e.partnership} ${e.period}`);
    for (const period of periods) {
      const end = `${shiftPeriod(period, 1)}-01T00:00:00Z`;
      for (const partner of file.partners.filter((p) => p.joinedAt < end)) {
        const figures = figuresOf(byOwner.get(`${partner.id} ${period}`) ?? [], [], carried.get(partner.id) ?? 0);
        carried.set(partner.id, figures.carried_out);
        const facts = stateOf(partner.id).months.get(period) ?? NO_FACTS;
        rows.push({
          month: period,
          partner: partner.id,
          group: partner.group,
          tier: tierAt(partner.id, period),
          transactions: String(facts.transactions),
          sales_minor: String(facts.sales),
          refunded_minor: String(facts.refunded),
          qty: String(facts.quantity),
          rewards: String(figures.rewards),
          reward_minor: String(figures.reward_amount),
          second_tier_minor: String(figures.second_tier_amount),
          clawbacks: String(figures.clawbacks),
          clawback_minor: String(figures.clawback_amount),
          net_minor: String(figures.net),
          payable: String(figures.payable),
          carried_out: String(-figures.carried_out),
        });
      }
    }
    return rows;
  }

  /** The tier at the end of a period, from the measures as they were then. */
  function tierAt(id: string, period: string): string {
    const state = stateOf(id);
    const upTo = [...state.months].filter(([month]) => month <= period).map(([, facts]) => facts);
    const total = upTo.reduce((n, f) => n + f.sales, 0);
    const quantity = upTo.reduce((n, f) => n + f.quantity, 0);
    const month = state.months.get(period) ?? NO_FACTS;
    const measures = { lifetime: { total, quantity }, month: { total: month.sales, quantity: month.quantity } };
    return tierFor(configuration.ladder, measures, undefined)?.key ?? '';
  }
};
