import {
  type AttributionDecision,
  type AttributionEvidence,
  attribute,
  partnershipsIn,
  type Referral,
} from '../../domain/attribution.ts';
import { type Click, parseOldVisits } from '../../domain/clicks.ts';
import { Failure, notFound } from '../../domain/errors.ts';
import { isToken } from '../../domain/old-addresses.ts';
import { type Claim, type ClaimKind, claimSpelling, readClaim } from '../../table/claims.ts';
import type { Attribution } from '../../table/customers.ts';
import { claimKey, standingKey } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { readStanding, type Standing } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { type Hints, partnerName } from './hints.ts';

/** What a request says about where a customer came from. */
export interface Origin {
  /** Absent where nobody is a customer yet, such as with a lead. */
  readonly customer_key?: string | undefined;
  readonly email?: string | undefined;
  readonly click_id?: string | undefined;
  readonly coupon?: string | undefined;
  /** The token of an old address with which the visitor came just now. */
  readonly referral?: string | undefined;
  /** The partnership's key or the merchant's own key for it. */
  readonly partnership?: string | undefined;
  /** The field that names the partnership, for a refusal. */
  readonly named_by?: 'partnership_key' | 'partner_key' | undefined;
  /** Why the partnership is named, where it is not the merchant's word alone. */
  readonly named_for?: 'lead' | 'deal' | undefined;
}

export interface AttributionDeps {
  readonly store: Store;
  /** The clicks of a click id whose signatures are ours. */
  readonly clicksOf: (text: string) => Promise<readonly Click[]>;
  /** Whose a partner's name was when last seen, where that is remembered. */
  readonly hints?: Hints | undefined;
}

const claimsOf = async (store: Store, program: string, origin: Origin): Promise<ReadonlyMap<ClaimKind, Claim>> => {
  const values: readonly (readonly [ClaimKind, string | undefined])[] = [
    ['customer', origin.customer_key],
    ['email', origin.email],
    ['coupon', origin.coupon],
  ];
  const keys = values.flatMap(([kind, value]) =>
    value === undefined ? [] : [claimKey(program, kind, claimSpelling(kind, value))],
  );
  const claims = (await store.batchGet(keys)).map(readClaim).filter((claim) => claim.inactive !== true);
  return new Map(claims.map((claim) => [claim.kind, claim]));
};

const namedPartnership = async (
  { store, hints }: AttributionDeps,
  program: string,
  origin: Origin,
): Promise<Standing | undefined> => {
  if (origin.partnership === undefined) return undefined;
  const param = origin.named_by ?? 'partnership_key';
  const place = partnerName(program, origin.partnership);
  const standing = await findPartnership(store, program, origin.partnership, hints?.get(place)[0]);
  if (standing === undefined) throw notFound('partnership', param);
  hints?.set(place, [standing.key]);
  if (standing.status === 'active') return standing;
  const message = 'This partnership is not active.';
  const fields = [{ param, message }];
  throw new Failure('unprocessable', message, { param, reason: 'partnership_inactive', fields });
};

/** A claim that a lead or a deal has made counts for its reason. */
const reasonOf = (
  reason: Attribution['reason'],
  claims: ReadonlyMap<ClaimKind, Claim>,
  origin: Origin,
): Attribution['reason'] => {
  switch (reason) {
    case 'api':
      return origin.named_for ?? reason;
    case 'manual':
      return claims.get('customer')?.reason ?? reason;
    case 'email':
      return claims.get('email')?.reason ?? reason;
    default:
      return reason;
  }
};

/** PartnerStack writes the token in base 64 into the address of the landing page. */
const spellingsOf = (token: string): readonly string[] => {
  const decoded = Buffer.from(token, 'base64').toString('latin1');
  return isToken(decoded) ? [token, decoded] : [token];
};

/** Visits to old addresses whose tokens were imported. */
const referralsOf = async (
  store: Store,
  program: string,
  origin: Origin,
  now: number,
): Promise<readonly Referral[]> => {
  const visits = [
    ...(origin.referral === undefined ? [] : [{ token: origin.referral, at: now }]),
    ...(origin.click_id === undefined ? [] : parseOldVisits(origin.click_id)),
  ].flatMap((visit) => spellingsOf(visit.token).map((token) => ({ ...visit, token })));
  const keyOf = (token: string) => claimKey(program, 'referral', claimSpelling('referral', token));
  const distinct = new Map(visits.map(({ token }) => [keyOf(token).pk, keyOf(token)]));
  const items = distinct.size === 0 ? [] : await store.batchGet([...distinct.values()]);
  const claims = new Map(items.map((item) => [item.pk, readClaim(item)]));
  return visits.flatMap(({ token, at }) => {
    const claim = claims.get(keyOf(token).pk);
    return claim === undefined ? [] : [{ partnership: claim.partnership, link: claim.link, at }];
  });
};

const standingsOf = async (
  store: Store,
  program: string,
  keys: readonly string[],
  known: readonly Standing[],
): Promise<ReadonlyMap<string, Standing>> => {
  const unknown = keys.filter((key) => !known.some((standing) => standing.key === key));
  const items = await store.batchGet(unknown.map(standingKey));
  const standings = items.map(readStanding).filter((standing) => standing.program === program);
  return new Map([...known, ...standings].map((standing) => [standing.key, standing]));
};

/** What there is to say about a customer's origin, before anything is decided. */
export interface Evidence {
  readonly claims: ReadonlyMap<ClaimKind, Claim>;
  readonly evidence: AttributionEvidence;
  /** The standing of the partnership that the request names. */
  readonly named: Standing | undefined;
}

/**
 * Reads what an origin's words stand for. Everything is asked for at once.
 * @throws Failure `not_found` or `unprocessable` when the request names a partnership that cannot be credited.
 */
export const readEvidence = async (
  deps: AttributionDeps,
  program: string,
  origin: Origin,
  now: number,
): Promise<Evidence> => {
  const [claims, named, clicks, referrals] = await Promise.all([
    claimsOf(deps.store, program, origin),
    namedPartnership(deps, program, origin),
    origin.click_id === undefined ? [] : deps.clicksOf(origin.click_id),
    referralsOf(deps.store, program, origin, now),
  ]);
  const claimed = (kind: ClaimKind): string | undefined => claims.get(kind)?.partnership;
  const evidence: AttributionEvidence = {
    ...{ named: named?.key, tagged: claimed('customer'), email: claimed('email'), coupon: claimed('coupon') },
    ...{ clicks, referrals },
  };
  return { claims, evidence, named };
};

/** Decides to which partnership a customer is bound, and reads its standing (docs/rules.md, "Attribution"). */
export const decideOn = async (
  deps: AttributionDeps,
  program: Program,
  origin: Origin,
  { claims, evidence, named }: Evidence,
  now: number,
): Promise<{ attribution: Attribution | undefined; standing: Standing | undefined; decision: AttributionDecision }> => {
  const known = named === undefined ? [] : [named];
  const standings = await standingsOf(deps.store, program.key, partnershipsIn(evidence), known);
  const decision = attribute(evidence, {
    model: program.attribution_model,
    windowDays: program.attribution_window_days,
    now,
    partnership: (key) => standings.get(key),
  });
  const { bound } = decision;
  if (bound === undefined) return { attribution: undefined, standing: undefined, decision };
  const link = bound.link === undefined ? {} : { link: bound.link };
  return {
    attribution: { partnership: bound.partnership, reason: reasonOf(bound.reason, claims, origin), at: now, ...link },
    standing: standings.get(bound.partnership),
    decision,
  };
};

/**
 * Reads the evidence and decides on it.
 * @throws Failure `not_found` or `unprocessable` when the request names a partnership that cannot be credited.
 */
export const decideAttribution = async (deps: AttributionDeps, program: Program, origin: Origin, now: number) =>
  decideOn(deps, program, origin, await readEvidence(deps, program.key, origin, now), now);
