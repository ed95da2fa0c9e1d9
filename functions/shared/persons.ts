import * as z from 'zod/mini';
import { notFound, unprocessable } from '../../domain/errors.ts';
import { customersWithEmail, getCustomer } from '../../table/customers.ts';
import { partnershipNamed } from '../../table/partner-names.ts';
import type { Profile } from '../../table/partnerships.ts';
import { belongingIn, userWithEmail } from '../../table/users.ts';
import { type PartnershipDeps, requirePartnership } from './found-partners.ts';

/** Who a person is in a program, as far as anything stored there tells. */
export const Person = z.object({
  program: z.string(),
  /** The merchant and the mode of the program. */
  merchant: z.string(),
  mode: z.enum(['test', 'live']),
  partnership: z.optional(z.string()),
  /** Customers by our key and by the merchant's own. */
  customers: z.array(z.object({ key: z.string(), customer_key: z.string() })),
  email: z.optional(z.string()),
  /** The login's own name for the partner. */
  user: z.optional(z.string()),
});
export type Person = z.infer<typeof Person>;

export const SUBJECT_TYPES = ['partnership', 'customer', 'email'] as const;

/** What a job about a person is asked for. Who it is (`person`) is forgotten when an erasure has ended. */
export const PersonTask = z.object({
  subject_type: z.enum(SUBJECT_TYPES),
  /** Our key of the partnership or customer; absent for an e-mail address. */
  subject_key: z.optional(z.string()),
  /** The partnership that asks for its own data: it sees no more than its portal shows. */
  own: z.optional(z.string()),
  person: z.optional(Person),
});
export type PersonTask = z.infer<typeof PersonTask>;

/** How a request names a person: by exactly one of these. */
export interface NamedPerson {
  readonly partnership_key?: string | undefined;
  readonly customer_key?: string | undefined;
  readonly email?: string | undefined;
}

type Place = Pick<Person, 'program' | 'merchant' | 'mode'>;

/** The login of a partner: whoever has its address and is tied to this partnership. */
const userOf = async ({ store }: PartnershipDeps, place: Place, profile: Profile): Promise<string | undefined> => {
  const user = profile.user ?? (await userWithEmail(store, profile.email));
  if (user === undefined) return undefined;
  const { partner } = await belongingIn(store, user, place);
  return partner?.partnership === profile.key ? user : undefined;
};

/** Who a partnership is. */
export const partnerAsPerson = async (
  deps: PartnershipDeps,
  place: Place,
  profile: Profile,
): Promise<PersonTask & { readonly person: Person }> => ({
  subject_type: 'partnership',
  subject_key: profile.key,
  person: {
    ...place,
    partnership: profile.key,
    customers: [],
    email: profile.email,
    user: await userOf(deps, place, profile),
  },
});

const withEmail = async (deps: PartnershipDeps, place: Place, email: string): Promise<Person> => {
  const customers = await customersWithEmail(deps.store, place.program, email);
  return { ...place, email, customers: customers.map(({ key, customer_key }) => ({ key, customer_key })) };
};

/**
 * Finds out who is meant.
 * @throws Failure `not_found`, `unprocessable` (`one_subject`; `is_partner` for the address of a partnership).
 */
export const personTask = async (
  deps: PartnershipDeps,
  place: Place,
  named: NamedPerson,
): Promise<PersonTask & { readonly person: Person }> => {
  const { partnership_key: partnership, customer_key, email } = named;
  if ([partnership, customer_key, email].filter((each) => each !== undefined).length !== 1) {
    throw unprocessable(
      'one_subject',
      'Name the person by partnership_key, customer_key or email: one of them.',
      'email',
    );
  }
  if (partnership !== undefined) {
    const { profile } = await requirePartnership(deps, place.program, partnership, 'partnership_key');
    return partnerAsPerson(deps, place, profile);
  }
  if (customer_key !== undefined) {
    const customer = await getCustomer(deps.store, place.program, customer_key);
    if (customer === undefined) throw notFound('customer', 'customer_key');
    const { key } = customer;
    const person = { ...place, customers: [{ key, customer_key }], email: customer.email };
    return { subject_type: 'customer', subject_key: key, person };
  }
  const address = email ?? '';
  if ((await partnershipNamed(deps.store, place.program, 'EMAIL', address)) !== undefined) {
    throw unprocessable('is_partner', 'A partnership has this address: name it by its partnership_key.', 'email');
  }
  return { subject_type: 'email', person: await withEmail(deps, place, address) };
};
