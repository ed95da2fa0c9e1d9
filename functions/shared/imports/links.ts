import type { CouponRecord, LinkRecord } from '../../../domain/imports/records.ts';
import { DEFAULT_HOST, destinationProblem, slugProblem } from '../../../domain/links.ts';
import { type Claim, type ClaimKind, claimSpelling, readClaim } from '../../../table/claims.ts';
import { claimKey, linkKey } from '../../../table/keys.ts';
import { type Link, readLink } from '../../../table/links.ts';
import { createCoupon } from '../contracts/claims.ts';
import { tie } from '../new-claims.ts';
import { addNewLink } from '../new-links.ts';
import {
  type Applied,
  type Apply,
  invalid,
  type KnownPartner,
  PARTNER_UNKNOWN,
  type Row,
  refusal,
  skipped,
} from './run.ts';

type Outcome = Applied['outcome'];
type Skip = Extract<Outcome, { result: 'skipped' }>;

const claimAt = async (row: Row, kind: ClaimKind, value: string): Promise<Claim | undefined> => {
  const item = await row.deps.store.get(claimKey(row.job.program, kind, claimSpelling(kind, value)));
  return item === undefined ? undefined : readClaim(item);
};

/** Old addresses are looked for, and made, on the host that the merchant has chosen for them. */
const linkAt = async (row: Row, slug: string): Promise<Link | undefined> => {
  const item = await row.deps.store.get(linkKey(row.job.linkHost ?? DEFAULT_HOST, slug));
  return item === undefined ? undefined : readLink(item);
};

/** The link whose address ends with the token; what stands in the way of it. */
const linkFor = async (
  row: Row,
  record: LinkRecord,
  before: Link | undefined,
  partner: KnownPartner,
): Promise<{ link?: string; problem?: Skip }> => {
  const slug = record.token.toLowerCase();
  const reserved = slugProblem(slug);
  if (reserved !== undefined)
    return { problem: skipped('token_not_usable', `No link can be called ${slug}. ${reserved}`) };
  if (before !== undefined && before.partnership === partner.key && !before.deleted) return { link: before.key };
  if (before !== undefined) return { problem: skipped('slug_taken', `The address ${slug} belongs to another link.`) };
  const usable = record.destination !== undefined && destinationProblem(record.destination) === undefined;
  if (row.job.dry) return {};
  const place = { program: row.job.program, now: row.job.now };
  const none = { host: row.job.linkHost, name: undefined, utm: undefined, preview: undefined };
  const destination_url = usable ? record.destination : undefined;
  try {
    return {
      link: (await addNewLink(row.deps, place, { ...none, partnership_key: partner.key, slug, destination_url })).key,
    };
  } catch (error) {
    return { problem: refusal(error) };
  }
};

const STILL_COUNTS = 'Visits to the merchant’s site that name it, such as ?via=…, count all the same.';

/**
 * An old address: a link of the same name, and the token for visits that name it in the query. Where the link cannot
 * be made, the token still counts, and the report says so.
 */
export const applyLink: Apply<LinkRecord> = async (row, record) => {
  const one = (outcome: Outcome): readonly Applied[] => [{ kind: 'links', outcome }];
  const partner = await row.partner(record.partner);
  if (partner === undefined) return one(PARTNER_UNKNOWN);
  const name = claimSpelling('referral', record.token);
  const planned = row.job.dry ? await row.known('links', name) : undefined;
  const claim = await claimAt(row, 'referral', record.token);
  if (claim !== undefined && claim.partnership !== partner.key) {
    return one(skipped('token_taken', `The token ${record.token} belongs to another partnership.`));
  }
  const link = await linkAt(row, record.token.toLowerCase());
  const own = link?.partnership === partner.key && !link.deleted;
  if ((claim !== undefined && own) || planned !== undefined) return one(await row.there('links', name));
  await row.begin('links', name);
  const made = await linkFor(row, record, link, partner);
  if (!row.job.dry && claim === undefined) {
    const { program, now } = row.job;
    const value = record.token;
    await tie(row.deps, {
      program,
      now,
      kind: 'referral',
      value,
      param: 'token',
      partnership: partner.key,
      link: made.link,
    });
  }
  const { problem } = made;
  return one(problem === undefined ? { result: 'made' } : skipped(problem.reason, `${problem.detail} ${STILL_COUNTS}`));
};

/** A coupon code of a partner. */
export const applyCoupon: Apply<CouponRecord> = async (row, record) => {
  const one = (outcome: Outcome): readonly Applied[] => [{ kind: 'coupons', outcome }];
  const partner = await row.partner(record.partner);
  if (partner === undefined) return one(PARTNER_UNKNOWN);
  const { code } = record;
  const problem = invalid(createCoupon.body, { code, partnership_key: 'part' });
  if (problem !== undefined) return one(problem);
  const name = claimSpelling('coupon', code);
  const claim = await claimAt(row, 'coupon', code);
  if (claim !== undefined && claim.partnership !== partner.key) {
    return one(skipped('coupon_taken', `The code ${code} belongs to another partnership.`));
  }
  const planned = row.job.dry ? await row.known('coupons', name) : undefined;
  if (claim !== undefined || planned !== undefined) return one(await row.there('coupons', name));
  await row.begin('coupons', name);
  if (row.job.dry) return one({ result: 'made' });
  const { program, now } = row.job;
  await tie(row.deps, { program, now, kind: 'coupon', value: code, param: 'code', partnership: partner.key });
  return one({ result: 'made' });
};
