import { isDeepStrictEqual } from 'node:util';
import { unprocessable } from '../../domain/errors.ts';
import { isVatNumber, vatNumber } from '../../domain/vat.ts';
import { type BillingDetails, changeMerchant, type Merchant } from '../../table/merchants.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { billingDetailsView } from '../shared/billing-views.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getBillingDetails, getMerchant, putBillingDetails, updateMerchant } from '../shared/contracts/merchants.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type MerchantDeps, merchantOf } from './deps.ts';

type Body = InputOf<typeof putBillingDetails>['body'];

/** @throws Failure `unprocessable` (`vat_number`) when the number is not written as its country writes them. */
const detailsOf = (body: Body): BillingDetails => {
  if (body.vat_number === undefined) return body;
  const number = vatNumber(body.vat_number);
  if (!isVatNumber(number, body.country)) {
    throw unprocessable('vat_number', `This is no VAT number of ${body.country}.`, 'vat_number');
  }
  return { ...body, vat_number: number };
};

/** Changes the merchant; nothing is written where nothing changes. */
const change = (deps: MerchantDeps, context: Context, next: (before: Merchant) => Merchant): Promise<Merchant> =>
  untilUncontended(['merchant_changed'], deps.chance, async () => {
    const before = await merchantOf(deps, context.program);
    const wanted = next(before);
    if (isDeepStrictEqual(wanted, before)) return before;
    const after = { ...wanted, updated_at: context.now };
    await deps.store.write(changeMerchant(before, after));
    return after;
  });

const view = (merchant: Merchant): DataOf<typeof getMerchant> => ({
  key: merchant.key,
  created_at: merchant.created_at,
  updated_at: merchant.updated_at,
  name: merchant.name,
  email: merchant.email ?? null,
});

const put = async (deps: MerchantDeps, context: Context, body: Body): Promise<DataOf<typeof putBillingDetails>> => {
  const billing = detailsOf(body);
  const { updated_at } = await change(deps, context, (before) =>
    isDeepStrictEqual(before.billing, withoutUnset(billing)) ? before : { ...before, billing: withoutUnset(billing) },
  );
  return { billing_details: billingDetailsView(billing), updated_at };
};

/** As the table gives it back: fields that are not set are not there. */
const withoutUnset = (details: BillingDetails): BillingDetails => ({
  name: details.name,
  address_line_1: details.address_line_1,
  city: details.city,
  country: details.country,
  ...(details.address_line_2 === undefined ? {} : { address_line_2: details.address_line_2 }),
  ...(details.postal_code === undefined ? {} : { postal_code: details.postal_code }),
  ...(details.state === undefined ? {} : { state: details.state }),
  ...(details.vat_number === undefined ? {} : { vat_number: details.vat_number }),
  ...(details.reference === undefined ? {} : { reference: details.reference }),
});

/** The merchant itself, and who is billed. */
export const merchantRoutes = (deps: MerchantDeps): readonly Route[] => [
  route(getMerchant, async ({ program }) => view(await merchantOf(deps, program))),
  route(updateMerchant, async (context, { body }) =>
    view(
      await change(deps, context, (before) => ({
        ...before,
        name: body.name ?? before.name,
        ...(body.email === undefined ? {} : { email: body.email ?? undefined }),
      })),
    ),
  ),
  route(getBillingDetails, async ({ program }) => {
    const { billing, updated_at } = await merchantOf(deps, program);
    return { billing_details: billing === undefined ? null : billingDetailsView(billing), updated_at };
  }),
  route(putBillingDetails, (context, { body }) => put(deps, context, body)),
];
