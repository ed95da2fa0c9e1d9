import type { CustomerRecord } from '../../../domain/imports/records.ts';
import { getCustomer } from '../../../table/customers.ts';
import { createCustomer as operation } from '../contracts/customers.ts';
import { createCustomer } from '../new-customers.ts';
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

const bodyOf = ({ customer_key, email, name, provider_key }: CustomerRecord) => ({
  customer_key,
  email,
  name,
  provider_key,
});

/** Transactions may name the customer by any of these. */
const noteNames = async (row: Row, record: CustomerRecord, made: boolean): Promise<void> => {
  const { id, customer_key: key, email } = record;
  await row.note('customers', `key:${key}`, key, made);
  await row.note('customers', `id:${id}`, key, made);
  if (record.provider_key !== undefined) await row.note('customers', `id:${record.provider_key}`, key, made);
  if (email !== undefined) await row.note('customers', `email:${email.toLowerCase()}`, key, made);
};

/**
 * A customer with its partner. Whom a customer belongs to here is never changed by an import, and nobody is rewarded
 * for a sign-up that happened elsewhere.
 */
export const applyCustomer: Apply<CustomerRecord> = async (row, record) => {
  const { deps, job } = row;
  const one = (outcome: Applied['outcome']): readonly Applied[] => [{ kind: 'customers', outcome }];
  const partner = await row.partner(record.partner);
  if (partner === undefined) return one(PARTNER_UNKNOWN);
  const name = `key:${record.customer_key}`;
  const before = await getCustomer(deps.store, job.program, record.customer_key);
  if (before !== undefined && before.attribution?.partnership !== partner.key) {
    return one(
      skipped('customer_of_another', 'This customer is here already, and belongs to somebody else or to nobody.'),
    );
  }
  const planned = job.dry ? await row.known('customers', name) : undefined;
  if (before !== undefined || planned !== undefined) {
    const outcome = await row.there('customers', name);
    await noteNames(row, record, false);
    return one(outcome);
  }
  if (!partner.active) return one(PARTNER_INACTIVE);
  const problem = invalid(operation.body, bodyOf(record));
  if (problem !== undefined) return one(problem);
  await row.begin('customers', name);
  if (job.dry) {
    await noteNames(row, record, true);
    return one({ result: 'made' });
  }
  const signed_up_at = record.signed_up_at ?? job.now;
  try {
    await createCustomer(deps)({ ...bodyOf(record), program: job.program, partnership: partner.key, signed_up_at });
  } catch (error) {
    return one(refusal(error));
  }
  await noteNames(row, record, true);
  return one({ result: 'made' });
};
