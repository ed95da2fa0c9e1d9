import { isDeepStrictEqual } from 'node:util';
import { conflict, notFound } from '../../domain/errors.ts';
import type { Difference } from '../../domain/reasons.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type Attribution, addCustomer, type Customer, changeCustomer, getCustomer } from '../../table/customers.ts';
import { announcing, type Fact } from '../../table/facts.ts';
import { changeStanding, getStanding, type Standing } from '../../table/partnerships.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { ConditionFailed } from '../../table/store.ts';
import { type AttributionDeps, decideOn, type Origin, readEvidence } from './attribution.ts';
import { countedFact } from './counted-facts.ts';
import { untilUncontended } from './retry.ts';
import { noteOwner, type SalesDeps, type Situation, standpointOf } from './situation.ts';

export interface CustomerRequest extends Origin {
  readonly program: string;
  readonly customer_key: string;
  readonly name?: string | undefined;
  readonly country?: string | undefined;
  readonly provider_key?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** When the customer signed up in another system, for an import: nobody is rewarded for it then. */
  readonly signed_up_at?: number | undefined;
}

export type CustomerDeps = SalesDeps & AttributionDeps;

const requiredProgram = async (deps: SalesDeps, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

/** Waits for two things that were begun at once; of two refusals the first one counts. */
const together = async <A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> => {
  const [one, other] = await Promise.allSettled([first, second]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
};

const differingField = (stored: Customer, request: CustomerRequest): Difference | undefined => {
  const compared: readonly (readonly [Difference, unknown, unknown])[] = [
    ['email', stored.email, request.email],
    ['name', stored.name, request.name],
    ['country', stored.country, request.country],
    ['provider_key', stored.provider_key, request.provider_key],
    ['metadata', stored.metadata, request.metadata],
  ];
  return compared.find(([, before, now]) => !isDeepStrictEqual(before, now))?.[0];
};

const repeated = async (deps: SalesDeps, request: CustomerRequest): Promise<Customer> => {
  const stored = await getCustomer(deps.store, request.program, request.customer_key);
  if (stored === undefined) throw new Error('A customer exists and cannot be read.');
  const field = differingField(stored, request);
  if (field === undefined) return stored;
  throw conflict(`This customer_key belongs to a customer with another ${field}.`, 'customer_key', field);
};

const waitsForSignUps = (configuration: Configuration): boolean =>
  configuration.triggers.some((trigger) => trigger.event === 'customer.created');

const draft = (
  deps: SalesDeps,
  request: CustomerRequest,
  at: number,
  attribution: Attribution | undefined,
): Customer => ({
  key: deps.ids.key('cust', at),
  program: request.program,
  customer_key: request.customer_key,
  ...(request.email === undefined ? {} : { email: request.email }),
  ...(request.name === undefined ? {} : { name: request.name }),
  ...(request.country === undefined ? {} : { country: request.country }),
  ...(request.provider_key === undefined ? {} : { provider_key: request.provider_key }),
  ...(request.metadata === undefined ? {} : { metadata: { ...request.metadata } }),
  ...(attribution === undefined ? {} : { attribution }),
  created_at: Math.min(request.signed_up_at ?? at, at),
  updated_at: at,
  rev: 1,
});

const recruiterOf = async (deps: SalesDeps, standing: Standing | undefined): Promise<Standing | undefined> => {
  if (standing?.recruiter === undefined) return undefined;
  const recruiter = await getStanding(deps.store, standing.recruiter);
  const earns = recruiter?.status === 'active' && recruiter.joined_at <= deps.clock.now();
  return earns ? recruiter : undefined;
};

const tryOnce = async (deps: CustomerDeps, request: CustomerRequest): Promise<Customer> => {
  const now = deps.clock.now();
  const [program, evidence] = await together(
    requiredProgram(deps, request.program),
    readEvidence(deps, request.program, request, now),
  );
  const configuration = await deps.configurations(program.key, program.config);
  const { attribution, standing } = await decideOn(deps, program, request, evidence, now);
  if (standing !== undefined) noteOwner(deps, request.program, request.customer_key, standing);
  const recruiter = await recruiterOf(deps, standing);
  const situation: Situation = { program, configuration, customer: undefined, standing, recruiter, others: [] };
  const { base, partnership } = standpointOf(deps, situation);
  const customer = draft(deps, request, base.at, attribution);
  const imported = request.signed_up_at !== undefined;
  const counted = standing !== undefined && !imported && waitsForSignUps(configuration);
  const fact: Fact = {
    ...base,
    key: deps.ids.key('evt', base.at),
    customer: {
      key: customer.customer_key,
      created_at: customer.created_at,
      ...(customer.country === undefined ? {} : { country: customer.country }),
    },
    ...(customer.metadata === undefined ? {} : { metadata: customer.metadata }),
    ...(partnership === undefined ? {} : { partnership }),
    ...(imported ? { happened_at: customer.created_at } : {}),
    counted,
  };
  if (!counted) {
    await deps.store.write(addCustomer(customer, announcing('customer.created', fact)));
    return customer;
  }
  const { fact: reserved, standing: after } = countedFact(situation, standing, 'customer.created', fact);
  await deps.store.transact([
    addCustomer(customer, announcing('customer.created', reserved)),
    changeStanding(standing, after),
  ]);
  return customer;
};

/**
 * Creates a customer, which is a sign-up, and binds it to at most one partnership with a stored reason.
 * The same customer_key with the same content gives the earlier answer.
 * @throws Failure `conflict`, `not_found` (partnership_key), `unprocessable` (`partnership_inactive`), `busy`.
 */
export const createCustomer =
  (deps: CustomerDeps) =>
  async (request: CustomerRequest): Promise<Customer> => {
    try {
      return await untilUncontended(['standing_changed'], deps.chance, () => tryOnce(deps, request));
    } catch (error) {
      const exists = error instanceof ConditionFailed && error.condition === 'customer_exists';
      if (!exists) throw error;
      return repeated(deps, request);
    }
  };

/** What may change of a customer: null removes, undefined leaves as it is. */
export interface CustomerChanges {
  readonly email?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly provider_key?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly partnership_key?: string | null | undefined;
  readonly archived?: boolean | undefined;
}

const changed = (before: Customer, changes: CustomerChanges, now: number, bound: Attribution | undefined): Customer => {
  const value = (next: string | null | undefined, old: string | undefined): string | undefined =>
    next === undefined ? old : (next ?? undefined);
  const email = value(changes.email, before.email);
  const name = value(changes.name, before.name);
  const country = value(changes.country, before.country);
  const provider_key = value(changes.provider_key, before.provider_key);
  const metadata = changes.metadata ?? before.metadata;
  const { key, program, customer_key, created_at, rev, counted, fact } = before;
  const archived = changes.archived ?? before.archived === true;
  return {
    ...{ key, program, customer_key, created_at, rev, updated_at: now },
    ...(counted === undefined ? {} : { counted }),
    ...(fact === undefined ? {} : { fact }),
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(country === undefined ? {} : { country }),
    ...(provider_key === undefined ? {} : { provider_key }),
    ...(metadata === undefined ? {} : { metadata: { ...metadata } }),
    ...(bound === undefined ? {} : { attribution: bound }),
    ...(archived ? { archived } : {}),
  };
};

const customerOf = async (deps: CustomerDeps, program: string, name: string): Promise<Customer> => {
  const customer = await getCustomer(deps.store, program, name);
  if (customer === undefined) throw notFound('customer', 'customer');
  return customer;
};

/**
 * Changes a customer. Another partnership counts for what comes from now on.
 * @throws Failure `not_found` (customer, partnership_key), `unprocessable` (`partnership_inactive`), `busy`.
 */
export const updateCustomer =
  (deps: CustomerDeps) =>
  (program: string, name: string, changes: CustomerChanges): Promise<Customer> =>
    untilUncontended(['customer_changed'], deps.chance, async () => {
      const now = deps.clock.now();
      const { partnership_key: partnership } = changes;
      const origin = { customer_key: name, partnership: partnership ?? undefined };
      const [[before, settings], evidence] = await together(
        together(customerOf(deps, program, name), requiredProgram(deps, program)),
        partnership == null ? Promise.resolve(undefined) : readEvidence(deps, program, origin, now),
      );
      const bind = async (): Promise<Attribution | undefined> => {
        if (evidence === undefined) return partnership === undefined ? before.attribution : undefined;
        const { attribution, standing } = await decideOn(deps, settings, origin, evidence, now);
        if (standing !== undefined) noteOwner(deps, program, name, standing);
        return attribution === undefined ? undefined : { ...attribution, reason: 'manual' };
      };
      const after = changed(before, changes, now, await bind());
      await deps.store.write(changeCustomer(before, after));
      return { ...after, rev: before.rev + 1 };
    });
