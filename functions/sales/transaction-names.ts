import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { customersWithEmail, getCustomer, readCustomer } from '../../table/customers.ts';
import { customerKey } from '../../table/keys.ts';
import type { Store } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createTransaction } from '../shared/contracts/transactions.ts';
import { findNamed } from '../shared/find.ts';

type Body = InputOf<typeof createTransaction>['body'];

/** The only customer with an e-mail address. */
const customerWith = async (store: Store, program: string, email: string): Promise<string> => {
  const [found, another] = await customersWithEmail(store, program, email);
  if (found === undefined) throw notFound('customer', 'customer_email');
  if (another === undefined) return found.customer_key;
  throw conflict('Several customers have this address.', 'customer_email', 'several_customers');
};

/** The merchant's key for a customer, which may be named by our own key as well. */
const merchantsKey = async (store: Store, program: string, name: string): Promise<string> => {
  if (!name.startsWith('cust_') || (await getCustomer(store, program, name)) !== undefined) return name;
  const own = { kind: 'CUSTS', prefix: 'cust_', program, key: name } as const;
  return readCustomer(await findNamed(store, customerKey(program, name), own, 'customer_key')).customer_key;
};

const customerIn = async (store: Store, program: string, body: Body): Promise<string | undefined> => {
  const { customer_key: name, customer_external_key: external, customer_email: email } = body;
  if (email !== undefined) return customerWith(store, program, email);
  return name === undefined ? external : merchantsKey(store, program, name);
};

/**
 * A transaction as it is asked for, whichever names the request uses: PartnerStack's, or ours.
 * @throws Failure `not_found` and `conflict` (customer), `unprocessable` (`wrong_mode`).
 */
export const transactionAsked = async ({ store }: { readonly store: Store }, context: Context, body: Body) => {
  const { key, external_key = key, customer_external_key: _external, customer_email: _email, test, ...asked } = body;
  const { mode } = context.caller;
  if (test !== undefined && test !== (mode === 'test')) {
    throw unprocessable('wrong_mode', `This is a ${mode} program.`, 'test');
  }
  return { ...asked, external_key, customer_key: await customerIn(store, context.program, body) };
};
