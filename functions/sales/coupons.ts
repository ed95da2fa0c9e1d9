import { notFound } from '../../domain/errors.ts';
import { changeCustomer, getCustomer } from '../../table/customers.ts';
import { getProgram } from '../../table/programs.ts';
import { decideAttribution } from '../shared/attribution.ts';
import type { CustomerDeps } from '../shared/new-customers.ts';
import { untilUncontended } from '../shared/retry.ts';

/**
 * A coupon that comes with a sale binds a customer who belongs to nobody yet; whoever belongs to a partnership stays
 * there (docs/rules.md, "Attribution": a customer belongs to one partner). A code that nobody has binds nobody.
 */
export const bindByCoupon =
  (deps: CustomerDeps) =>
  async (program: string, customer: string | undefined, coupon: string): Promise<void> => {
    if (customer === undefined) return;
    const settings = await getProgram(deps.store, program);
    if (settings === undefined) throw notFound('program', 'program');
    await untilUncontended(['customer_changed'], deps.chance, async () => {
      const before = await getCustomer(deps.store, program, customer);
      if (before === undefined) throw notFound('customer', 'customer_key');
      if (before.attribution !== undefined) return;
      const now = deps.clock.now();
      const origin = { customer_key: customer, email: before.email, coupon };
      const { attribution } = await decideAttribution(deps, settings, origin, now);
      if (attribution === undefined) return;
      await deps.store.write(changeCustomer(before, { ...before, attribution, updated_at: now }));
    });
  };
