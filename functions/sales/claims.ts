import type * as z from 'zod/mini';
import { Failure, notFound } from '../../domain/errors.ts';
import { type Claim, changeClaim, claimSpelling, readClaim, removeClaim } from '../../table/claims.ts';
import { claimKey, type ListKind, listPartitions } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import {
  type Coupon,
  type CustomerTag,
  createCoupon,
  createCustomerTag,
  deleteCoupon,
  listCoupons,
  listCustomerTags,
  listOldAddresses,
  type OldAddress,
  updateCoupon,
} from '../shared/contracts/claims.ts';
import type { ListQuery } from '../shared/contracts/fields.ts';
import { listPortalCoupons } from '../shared/contracts/portal-coupons.ts';
import { type ClaimDeps, tie } from '../shared/new-claims.ts';
import { listPage, wholeItems } from '../shared/paging.ts';

const couponView = (claim: Claim): z.infer<typeof Coupon> => ({
  key: claim.key,
  created_at: claim.created_at,
  updated_at: claim.updated_at ?? claim.created_at,
  code: claim.value,
  partnership_key: claim.partnership,
  active: claim.inactive !== true,
});

const tagView = (claim: Claim): z.infer<typeof CustomerTag> => ({
  key: claim.key,
  created_at: claim.created_at,
  updated_at: claim.created_at,
  partnership_key: claim.partnership,
  email: claim.kind === 'email' ? claim.value : null,
  customer_key: claim.kind === 'customer' ? claim.value : null,
});

const oldAddressView = (claim: Claim): z.infer<typeof OldAddress> => ({
  key: claim.key,
  created_at: claim.created_at,
  updated_at: claim.updated_at ?? claim.created_at,
  token: claim.value,
  partnership_key: claim.partnership,
  link_key: claim.link ?? null,
});

const listClaims = async <T extends { created_at: number; updated_at: number; partnership_key: string }>(
  store: Store,
  program: string,
  kind: ListKind,
  query: ListQuery & { partnership_key?: string | undefined },
  view: (claim: Claim) => T,
) => {
  const name = query.partnership_key;
  const wanted = name === undefined ? undefined : await findPartnership(store, program, name);
  if (name !== undefined && wanted === undefined) return { items: [], has_more: false };
  const page = await listPage(
    store,
    {
      index: 'gsi1',
      partitions: listPartitions(kind, program),
      keyPrefix: 'clm',
      read: async (items) =>
        (await wholeItems(store, items)).map((item) => (item === undefined ? undefined : view(readClaim(item)))),
      keep: (claim) => wanted === undefined || claim.partnership_key === wanted.key,
    },
    query,
  );
  return { items: page.items, has_more: page.has_more };
};

const taggedValue = (body: { email?: string | undefined; customer_key?: string | undefined }) => {
  if (body.email !== undefined && body.customer_key === undefined) return { kind: 'email', value: body.email } as const;
  if (body.customer_key !== undefined && body.email === undefined) {
    return { kind: 'customer', value: body.customer_key } as const;
  }
  const message = 'Name either email or customer_key.';
  throw new Failure('unprocessable', message, { param: 'email', fields: [{ param: 'email', message }] });
};

/** Lets a coupon bind customers, or binds nobody by it. @throws Failure `not_found`. */
const activate = async (store: Store, context: Context, code: string, active: boolean): Promise<Claim> => {
  const item = await store.get(claimKey(context.program, 'coupon', claimSpelling('coupon', code)));
  const before = item === undefined ? undefined : readClaim(item);
  if (before === undefined) throw notFound('coupon', 'coupon');
  if ((before.inactive !== true) === active) return before;
  const { inactive: _before, ...others } = before;
  const claim: Claim = { ...others, updated_at: context.now, ...(active ? {} : { inactive: true }) };
  await store.write(changeClaim(claim));
  return claim;
};

/** Coupons, customer tags and old addresses: what ties customers to partnerships before they are known. */
export const claimRoutes = (deps: ClaimDeps): readonly Route[] => [
  route(createCoupon, async (context, { body }) => {
    const { program, now } = context;
    const { code: value, partnership_key: partnership } = body;
    return couponView(await tie(deps, { program, now, kind: 'coupon', value, param: 'code', partnership }));
  }),
  route(listCoupons, (context, { query }) => listClaims(deps.store, context.program, 'COUPONS', query, couponView)),
  route(listPortalCoupons, async (context, { query }) => {
    const own = { ...query, partnership_key: partnershipOf(context) };
    const page = await listClaims(deps.store, context.program, 'COUPONS', own, couponView);
    return { ...page, items: page.items.map(({ partnership_key: _own, ...coupon }) => coupon) };
  }),
  route(updateCoupon, async (context, { params, body }) =>
    couponView(await activate(deps.store, context, params.coupon, body.active ?? true)),
  ),
  route(deleteCoupon, async (context, { params }) => {
    try {
      await deps.store.write(removeClaim(context.program, 'coupon', params.coupon));
    } catch (error) {
      if (error instanceof ConditionFailed) throw notFound('coupon', 'coupon');
      throw error;
    }
    return { key: params.coupon, deleted: true } as const;
  }),
  route(createCustomerTag, async (context, { body }) => {
    const { program, now } = context;
    const { kind, value } = taggedValue(body);
    const param = kind === 'email' ? 'email' : 'customer_key';
    return tagView(await tie(deps, { program, now, kind, value, param, partnership: body.partnership_key }));
  }),
  route(listCustomerTags, (context, { query }) => listClaims(deps.store, context.program, 'CLAIMS', query, tagView)),
  route(listOldAddresses, (context, { query }) =>
    listClaims(deps.store, context.program, 'REFERRALS', query, oldAddressView),
  ),
];
