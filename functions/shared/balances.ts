import { type Balance, balanceOfAccount } from '../../domain/balances.ts';
import { sum } from '../../domain/money.ts';
import { invoicesOf } from '../../table/invoices.ts';
import { payoutsOf } from '../../table/payouts.ts';
import type { Program } from '../../table/programs.ts';
import { statementsOf } from '../../table/statements.ts';
import type { Store } from '../../table/store.ts';
import { figuresFor } from './statements.ts';

/** The balance of a partnership, from its statements, payouts, and the earnings of months that are not closed. */
export const readBalance = async (
  store: Store,
  program: Program,
  partnership: string,
  now: number,
): Promise<Balance> => {
  const { open_period: period, time_zone: zone } = program;
  const [statements, invoices, payouts] = await Promise.all([
    statementsOf(store, partnership),
    invoicesOf(store, program.key),
    payoutsOf(store, partnership),
  ]);
  const known = new Set(statements.map((statement) => statement.period));
  // While a month is being closed its statement may be there before the next month is open.
  const nets = known.has(period) ? [] : [(await figuresFor(store, { partnership, period, zone, carriedIn: 0 })).net];
  return balanceOfAccount({ statements, invoices, payouts, open: { period, zone, net: sum(nets) }, now });
};
