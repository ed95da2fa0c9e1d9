import { addClaim, type ClaimKind, claimSpelling } from '../../table/claims.ts';
import { type Customer, changeCustomer, customersWithEmail, getCustomer } from '../../table/customers.ts';
import { claimKey } from '../../table/keys.ts';
import type { Prospect } from '../../table/prospects.ts';
import type { Write } from '../../table/store.ts';
import type { ProspectDeps } from './prospect-facts.ts';
import type { Situation } from './situation.ts';

/** What a lead or deal says about the customer that it may become. */
export interface Named {
  readonly customer_key?: string | undefined;
  readonly email?: string | undefined;
}

/** What happens to the customer that a prospect names. */
export interface Binding {
  readonly writes: readonly Write[];
  readonly outcome: Prospect['binding'];
  /** The customer, where there is one already. */
  readonly customer: Customer | undefined;
}

const customersNamed = async (
  deps: ProspectDeps,
  program: string,
  { customer_key, email }: Named,
): Promise<readonly Customer[]> => {
  const byKey = customer_key === undefined ? undefined : await getCustomer(deps.store, program, customer_key);
  const byEmail = email === undefined ? [] : await customersWithEmail(deps.store, program, email);
  return [
    ...(byKey === undefined ? [] : [byKey]),
    ...byEmail.filter((customer) => customer.customer_key !== byKey?.customer_key),
  ];
};

/** Ties what names a customer who does not exist yet to the partnership, unless it is tied already. */
const reservations = async (
  deps: ProspectDeps,
  program: string,
  partnership: string,
  named: Named,
  reason: 'lead' | 'deal',
): Promise<readonly Write[]> => {
  const values: readonly (readonly [ClaimKind, string | undefined])[] = [
    ['customer', named.customer_key],
    ['email', named.email],
  ];
  const wanted = values.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
  const places = wanted.map(({ kind, value }) => claimKey(program, kind, claimSpelling(kind, value)));
  const taken = new Set((await deps.store.batchGet(places)).map(({ pk }) => pk));
  const created_at = deps.clock.now();
  return wanted
    .filter((_, index) => !taken.has(places[index]?.pk ?? ''))
    .map(({ kind, value }) =>
      addClaim({ key: deps.ids.key('clm', created_at), program, kind, value, partnership, reason, created_at }),
    );
};

/**
 * Binds the customers that a prospect names to its partnership, as far as they belong to nobody: a customer belongs to
 * one partner (docs/rules.md, "Attribution"). Who is no customer yet will be bound when it becomes one.
 */
export const bindingOf = async (
  deps: ProspectDeps,
  situation: Situation,
  named: Named,
  reason: 'lead' | 'deal',
): Promise<Binding> => {
  const program = situation.program.key;
  const customers = await customersNamed(deps, program, named);
  const [customer] = customers;
  const partnership = situation.standing?.key;
  if (named.customer_key === undefined && named.email === undefined) {
    return { writes: [], outcome: undefined, customer };
  }
  if (partnership === undefined) return { writes: [], outcome: 'inactive', customer };
  if (customers.length === 0) {
    const writes = await reservations(deps, program, partnership, named, reason);
    return { writes, outcome: writes.length === 0 ? 'kept' : 'reserved', customer };
  }
  const at = deps.clock.now();
  const free = customers.filter(({ attribution }) => attribution === undefined);
  const writes = free.map((before) =>
    changeCustomer(before, { ...before, attribution: { partnership, reason, at }, updated_at: at }),
  );
  const own = customers.some(({ attribution }) => attribution?.partnership === partnership);
  return { writes, outcome: writes.length > 0 || own ? 'bound' : 'kept', customer };
};
