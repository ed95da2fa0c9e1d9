import { conflict, unprocessable } from '../../domain/errors.ts';
import { type Customer, getCustomer } from '../../table/customers.ts';
import { type Deal, deals } from '../../table/deals.ts';
import { type Lead, leads } from '../../table/leads.ts';
import type { Prospect, Prospects } from '../../table/prospects.ts';
import { acceptDeal } from '../shared/deals.ts';
import { createCustomer } from '../shared/new-customers.ts';
import { bindingOf } from '../shared/prospect-binding.ts';
import { PROSPECT_CONFLICTS, prospectSituation, recordOccurrences } from '../shared/prospect-facts.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type AskedDeal, requireDeal } from './change-deal.ts';
import { type Asked, requireLead } from './change-lead.ts';
import type { LeadsDeps } from './deps.ts';

/** What the customer is to be known by; what is left out is that of the lead or deal. */
export interface CustomerNames {
  readonly customer_key?: string | undefined;
  readonly email?: string | undefined;
}

/** A lead or deal as a customer would be. */
interface Person extends CustomerNames {
  readonly name?: string | undefined;
  readonly country?: string | undefined;
}

const requireKey = ({ customer_key, email }: CustomerNames): string => {
  const key = customer_key ?? email;
  if (key !== undefined) return key;
  throw unprocessable('customer_missing', 'A customer needs a customer_key or an e-mail address.', 'customer_key');
};

const customerFor = async (
  deps: LeadsDeps,
  { program, partnership }: Prospect,
  person: Person,
  named_for: 'lead' | 'deal',
): Promise<Customer> => {
  const customer_key = requireKey(person);
  const existing = await getCustomer(deps.store, program, customer_key);
  if (existing !== undefined) return existing;
  return createCustomer(deps)({ ...person, program, customer_key, partnership, named_for });
};

/** Notes which customer it became, and binds one that was there and belonged to nobody. */
const noted = async <P extends Prospect & { readonly status: string }>(
  deps: LeadsDeps,
  family: Prospects<P>,
  before: P,
  customer_key: string,
  by: string,
): Promise<void> => {
  const reason = family.kind === 'LEAD' ? 'lead' : 'deal';
  const situation = await prospectSituation(deps, before.program, before.partnership);
  const { writes, outcome } = await bindingOf(deps, situation, { customer_key }, reason);
  if (before.customer_key === customer_key && writes.length === 0) return;
  const binding = outcome === undefined ? {} : { binding: outcome };
  const after = { ...before, customer_key, ...binding, updated_at: deps.clock.now() };
  await deps.store.transact([
    ...family.change(before, after),
    ...recordOccurrences(deps, situation, family.kind, after, [{ what: 'converted', status: before.status }], by),
    ...writes,
  ]);
};

const refuseRejected = ({ status }: { readonly status: string }, param: string): void => {
  if (status === 'rejected' || status === 'withdrawn') {
    throw conflict(`A ${status} ${param} cannot be converted.`, param, status);
  }
};

const personOfLead = (lead: Lead, names: CustomerNames): Person => {
  const name = [lead.first_name, lead.last_name].filter((part) => part !== undefined).join(' ') || lead.company;
  return {
    customer_key: names.customer_key ?? lead.customer_key,
    email: names.email ?? lead.email,
    ...(name === undefined ? {} : { name: name.slice(0, 100) }),
    ...(lead.country === undefined ? {} : { country: lead.country }),
  };
};

/**
 * Makes a customer of a lead. Asked again, the same customer comes back.
 * @throws Failure `not_found` (lead), `conflict`, `unprocessable` (`customer_missing`, `partnership_inactive`), `busy`.
 */
export const leadToCustomer =
  (deps: LeadsDeps) =>
  (asked: Asked, names: CustomerNames): Promise<Customer> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const lead = await requireLead(deps, asked);
      refuseRejected(lead, 'lead');
      const { customer_key } = await customerFor(deps, lead, personOfLead(lead, names), 'lead');
      await noted(deps, leads, lead, customer_key, asked.by);
      return requireCustomer(deps, asked.program, customer_key);
    });

/**
 * Makes a customer of a deal. Asked again, the same customer comes back.
 * @throws Failure `not_found` (deal), `conflict`, `unprocessable` (`customer_missing`, `partnership_inactive`), `busy`.
 */
export const dealToCustomer =
  (deps: LeadsDeps) =>
  (asked: AskedDeal, names: CustomerNames): Promise<Customer> =>
    untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const deal = await requireDeal(deps, asked);
      refuseRejected(deal, 'deal');
      const person: Person = {
        customer_key: names.customer_key ?? deal.customer_key,
        email: names.email ?? deal.contact_email,
        ...(deal.account_name === undefined ? {} : { name: deal.account_name.slice(0, 100) }),
        ...(deal.country === undefined ? {} : { country: deal.country }),
      };
      const { customer_key } = await customerFor(deps, deal, person, 'deal');
      await noted(deps, deals, deal, customer_key, asked.by);
      return requireCustomer(deps, asked.program, customer_key);
    });

const requireCustomer = async (deps: LeadsDeps, program: string, key: string): Promise<Customer> => {
  const customer = await getCustomer(deps.store, program, key);
  if (customer === undefined) throw new Error('A customer was made and cannot be read.');
  return customer;
};

/**
 * Registers a deal for the partnership of a lead. The deal has the lead's own key as its external key unless the lead
 * has one, so that asking again gives the same deal.
 * @throws Failure `not_found` (lead), `conflict`, `unprocessable` (`partnership_inactive`), `busy`.
 */
export const leadToDeal =
  (deps: LeadsDeps) =>
  async (asked: Asked): Promise<Deal> => {
    const lead = await requireLead(deps, asked);
    const earlier = lead.deal === undefined ? undefined : await deals.get(deps.store, lead.program, lead.deal);
    if (earlier !== undefined) return earlier;
    refuseRejected(lead, 'lead');
    const { program, group, source, email, first_name, last_name, company, country, amount, customer_key } = lead;
    const deal = await acceptDeal(deps)({
      ...{ program, group, source, amount, country, customer_key, metadata: lead.metadata },
      external_key: lead.external_key ?? lead.key,
      ...{ account_name: company, contact_email: email, contact_first_name: first_name, contact_last_name: last_name },
      origin: { partnership: lead.partnership },
      by: asked.by,
      lead: lead.key,
    });
    await untilUncontended(PROSPECT_CONFLICTS, deps.chance, async () => {
      const before = await requireLead(deps, asked);
      if (before.deal === deal.key) return;
      const situation = await prospectSituation(deps, program, before.partnership);
      const after: Lead = { ...before, deal: deal.key, updated_at: deps.clock.now() };
      const converted = { what: 'converted', status: before.status };
      await deps.store.transact([
        ...leads.change(before, after),
        ...recordOccurrences(deps, situation, 'LEAD', after, [converted], asked.by),
      ]);
    });
    return deal;
  };
