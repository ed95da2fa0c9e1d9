import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { country, currency, email, externalKey, instant, key, line, maybe, patch, signedAmount } from './fields.ts';

const tag = 'portal';

const names = {
  first_name: z.nullable(line(50, 0)),
  last_name: z.nullable(line(50, 0)),
  company: z.nullable(line(100, 0)),
  country: z.nullable(country),
} as const;

/** Who the partner is in the program, as it sees itself. */
export const PortalProfile = z.strictObject({
  key,
  created_at: instant,
  updated_at: instant,
  program_key: key,
  program_name: line(100),
  currency,
  email,
  ...names,
  joined_at: instant,
});

export const getPortalProfile = operation({
  id: 'getPortalProfile',
  method: 'GET',
  path: '/v2/portal/profile',
  tag,
  scope: 'portal:read',
  summary: 'The partner’s own profile',
  message: 'Profile retrieved.',
  data: PortalProfile,
});

export const updatePortalProfile = operation({
  id: 'updatePortalProfile',
  method: 'PATCH',
  path: '/v2/portal/profile',
  tag,
  scope: 'portal:account:write',
  summary: 'Change the partner’s own profile',
  description: 'The e-mail address is that of the login and is changed there.',
  message: 'Profile changed.',
  body: patch(names),
  data: PortalProfile,
});

const address = {
  address_line_1: line(200),
  city: line(100),
} as const;

/** Who is paid, for the tax office. */
export const TaxDetails = z.strictObject({
  kind: z.enum(['person', 'company']),
  /** As it stands in official papers. */
  legal_name: line(200),
  country,
  ...address,
  address_line_2: z.nullable(line(200)),
  postal_code: z.nullable(line(20)),
  state: z.nullable(line(100)),
  /** In capitals, without spaces. */
  vat_number: z.nullable(line(20)),
  /** The number under which a tax office knows whoever has no VAT number. */
  tax_number: z.nullable(line(30)),
  /** A small business that charges no VAT. */
  small_business: z.boolean(),
  updated_at: instant,
});

const TaxStatus = z.strictObject({
  /** Null until they are given. */
  tax_details: z.nullable(TaxDetails),
});

export const getTaxDetails = operation({
  id: 'getTaxDetails',
  method: 'GET',
  path: '/v2/portal/tax-details',
  tag,
  scope: 'portal:account:read',
  summary: 'The partner’s tax status',
  message: 'Tax details retrieved.',
  data: TaxStatus,
});

export const putTaxDetails = operation({
  id: 'putTaxDetails',
  method: 'PUT',
  path: '/v2/portal/tax-details',
  tag,
  scope: 'portal:account:write',
  summary: 'Set the partner’s tax status',
  description:
    'The merchant sees it with the billing of the partnership. The form of a VAT number is checked for its country; a small business has none.',
  message: 'Tax details set.',
  body: z.strictObject({
    kind: z.enum(['person', 'company']),
    legal_name: line(200),
    country,
    ...address,
    address_line_2: maybe(line(200)),
    postal_code: maybe(line(20)),
    state: maybe(line(100)),
    vat_number: maybe(line(40)),
    tax_number: maybe(line(40)),
    small_business: z._default(z.boolean(), false),
  }),
  data: TaxStatus,
});

/** How a partnership is paid, for the merchant: its tax status and its payout method. */
export const PartnershipBilling = z.strictObject({
  partnership_key: key,
  tax_details: z.nullable(TaxDetails),
  payout_method: z.nullable(
    z.strictObject({ provider: z.enum(['stripe', 'paypal']), destination: line(255), verified: z.boolean() }),
  ),
  payouts_held: z.boolean(),
  currency,
  /** What could be paid out now. */
  available_amount: signedAmount,
});

export const getPartnershipBilling = operation({
  id: 'getPartnershipBilling',
  method: 'GET',
  path: '/v2/partnerships/{partnership}/billing',
  tag: 'partnerships',
  scope: 'billing:read',
  summary: 'How a partnership is paid: tax status, payout method, balance',
  message: 'Billing retrieved.',
  params: z.strictObject({ partnership: externalKey }),
  data: PartnershipBilling,
});

export const closePortalAccount = operation({
  id: 'closePortalAccount',
  method: 'POST',
  path: '/v2/portal/closure',
  tag,
  scope: 'portal:account:write',
  summary: 'Close the partner’s account in this program',
  description:
    'The partnership ends: its links stop counting, and it earns nothing new. What was earned is still billed and paid. The login of the program is removed; the same address may apply again. `confirm` is the e-mail address of the account.',
  message: 'Account closed.',
  body: z.strictObject({ confirm: email }),
  data: z.strictObject({ closed: z.boolean(), closed_at: instant }),
});
