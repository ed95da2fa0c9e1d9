import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { isVatNumber, vatNumber } from '../../domain/vat.ts';
import { getProfile, type Profile, putProfile, type TaxDetails } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import { type Store, unchanged } from '../../table/store.ts';
import { removeUserPartner } from '../../table/users.ts';
import { type AccountDeps, leaveLogin } from '../shared/accounts.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { readBalance } from '../shared/balances.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/portal-profile.ts';
import { type Partnership, type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { untilUncontended } from '../shared/retry.ts';
import { changePartner } from './change.ts';
import { taxView } from './tax-view.ts';

type PortalDeps = PartnershipDeps & Pick<AccountDeps, 'logins'>;

const programOf = async (store: Store, key: string) => {
  const program = await getProgram(store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

const ownOf = (deps: PartnershipDeps, context: Context): Promise<Partnership> =>
  requirePartnership(deps, context.program, partnershipOf(context));

const profileView = async (
  deps: PartnershipDeps,
  { standing, profile }: Partnership,
): Promise<DataOf<typeof contract.getPortalProfile>> => {
  const program = await programOf(deps.store, standing.program);
  return {
    key: standing.key,
    created_at: profile.created_at,
    updated_at: profile.updated_at,
    program_key: program.key,
    program_name: program.name,
    currency: program.currency,
    email: profile.email,
    first_name: profile.first_name ?? null,
    last_name: profile.last_name ?? null,
    company: profile.company ?? null,
    country: profile.country ?? null,
    joined_at: standing.joined_at,
  };
};

type TaxBody = InputOf<typeof contract.putTaxDetails>['body'];

/** @throws Failure `unprocessable` (`vat_number`, `tax_number`, `small_business`). */
const taxOf = (body: TaxBody, now: number): TaxDetails => {
  const { vat_number, tax_number, ...rest } = body;
  const vat = vat_number === undefined ? undefined : vatNumber(vat_number);
  const tax = tax_number === undefined ? undefined : tax_number.toUpperCase().replace(/\s/g, '');
  if (vat !== undefined && body.small_business) {
    throw unprocessable('small_business', 'A small business that charges no VAT has no VAT number.', 'vat_number');
  }
  if (vat !== undefined && !isVatNumber(vat, body.country)) {
    throw unprocessable('vat_number', `This is no VAT number of ${body.country}.`, 'vat_number');
  }
  if (tax !== undefined && !/^[A-Z0-9][A-Z0-9/.-]{2,29}$/.test(tax)) {
    throw unprocessable('tax_number', 'A tax number has letters, digits, slashes, dots and hyphens.', 'tax_number');
  }
  return { ...rest, vat_number: vat, tax_number: tax, updated_at: now };
};

const storeTax = (deps: PartnershipDeps, context: Context, body: TaxBody): Promise<Profile> => {
  const tax = taxOf(body, context.now);
  return untilUncontended(['profile_changed'], deps.chance, async () => {
    const before = await getProfile(deps.store, partnershipOf(context));
    if (before === undefined) throw notFound('partnership', 'partnership');
    const after = { ...before, tax, updated_at: context.now, rev: before.rev + 1 };
    await deps.store.write(putProfile(after, unchanged('profile_changed', before.rev)));
    return after;
  });
};

const billing = async (
  deps: PartnershipDeps,
  context: Context,
  name: string,
): Promise<DataOf<typeof contract.getPartnershipBilling>> => {
  const { standing, profile } = await requirePartnership(deps, context.program, name);
  const program = await programOf(deps.store, context.program);
  const { available } = await readBalance(deps.store, program, standing.key, context.now);
  return {
    partnership_key: standing.key,
    tax_details: taxView(profile.tax),
    payout_method: profile.payout_method ?? null,
    payouts_held: profile.payouts_held ?? false,
    currency: program.currency,
    available_amount: available,
  };
};

/** @throws Failure `unprocessable` when the address that confirms it is another one. */
const close = async (
  deps: PortalDeps,
  context: Context,
  confirm: string,
): Promise<DataOf<typeof contract.closePortalAccount>> => {
  const { standing, profile } = await ownOf(deps, context);
  if (confirm.toLowerCase() !== profile.email.toLowerCase()) {
    throw unprocessable('not_confirmed', 'This is not the e-mail address of the account.', 'confirm');
  }
  if (profile.inactive?.closed === true) throw conflict('The account is closed.', 'confirm', 'account_closed');
  const { user } = profile;
  const writes = user === undefined ? [] : [removeUserPartner(user, context.program)];
  await changePartner(deps, context, standing.key, { status: 'inactive' }, { closing: true, writes });
  if (user !== undefined) await leaveLogin(deps, user);
  return { closed: true, closed_at: context.now };
};

/** What a partner sees and changes of itself, and how the merchant sees that it is paid. */
export const portalProfileRoutes = (deps: PortalDeps): readonly Route[] => [
  route(contract.getPortalProfile, async (context) => profileView(deps, await ownOf(deps, context))),
  route(contract.updatePortalProfile, async (context, { body }) =>
    profileView(deps, await changePartner(deps, context, partnershipOf(context), body)),
  ),
  route(contract.getTaxDetails, async (context) => ({
    tax_details: taxView((await ownOf(deps, context)).profile.tax),
  })),
  route(contract.putTaxDetails, async (context, { body }) => ({
    tax_details: taxView((await storeTax(deps, context, body)).tax),
  })),
  route(contract.getPartnershipBilling, (context, { params }) => billing(deps, context, params.partnership)),
  route(contract.closePortalAccount, (context, { body }) => close(deps, context, body.confirm)),
];
