import type { Click } from './clicks.ts';

/** Which of several clicks counts (a setting of the program). */
export type AttributionModel = 'last_click' | 'first_click';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Clocks of servers differ a little; a click from further in the future is no click of ours. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Why a customer is bound to a partnership, as far as it is decided when the customer becomes known. */
type AttributionReason = 'api' | 'manual' | 'email' | 'coupon' | 'click' | 'referral';

/** A visit to an old address of another system, with the partnership that its token was imported for. */
export interface Referral {
  readonly partnership: string;
  readonly link?: string | undefined;
  readonly at: number;
}

/** Everything that speaks for a partnership when a customer becomes known. */
export interface AttributionEvidence {
  /** The merchant named the partnership itself. */
  readonly named?: string | undefined;
  /** The customer's key was tagged to a partnership by hand. */
  readonly tagged?: string | undefined;
  /** The customer's e-mail address was tagged to a partnership by hand. */
  readonly email?: string | undefined;
  /** The partnership whose coupon was used. */
  readonly coupon?: string | undefined;
  /** Clicks whose ids were verified. */
  readonly clicks: readonly Click[];
  readonly referrals?: readonly Referral[] | undefined;
}

/** What a partnership must be to be credited. */
export interface Candidate {
  readonly status: 'active' | 'inactive';
  readonly joined_at: number;
}

export interface AttributionRules {
  readonly model: AttributionModel;
  readonly windowDays: number;
  readonly now: number;
  /** The partnership in the caller's program; undefined when there is none of that key. */
  readonly partnership: (key: string) => Candidate | undefined;
}

/** Why a piece of evidence was not followed. */
type PassedOver = 'unknown' | 'inactive' | 'joined_later' | 'outside_window';

interface Evidence {
  readonly partnership: string;
  readonly reason: AttributionReason;
  readonly link?: string;
  readonly clickedAt?: number;
}

export interface AttributionDecision {
  /** Whom the customer is bound to, and why; undefined when nothing led to a partnership. */
  readonly bound: Evidence | undefined;
  /** What would have had precedence and could not be followed. */
  readonly passedOver: readonly (Evidence & { readonly because: PassedOver })[];
}

/** Visits in the order in which they count; a click of ours and a visit to an old address are worth the same. */
const visitEvidence = (
  { clicks, referrals = [] }: AttributionEvidence,
  model: AttributionModel,
): readonly Evidence[] => {
  const visits = [
    ...clicks.map((click) => ({ ...click, reason: 'click' as const })),
    ...referrals.map((referral) => ({ ...referral, reason: 'referral' as const })),
  ];
  const sorted = visits.toSorted((a, b) => (model === 'last_click' ? b.at - a.at : a.at - b.at));
  return sorted.map(({ partnership, link, at, reason }) => ({
    ...{ partnership, reason, clickedAt: at },
    ...(link === undefined ? {} : { link }),
  }));
};

/** What was said on purpose goes before what was only observed: named, tagged, e-mail, coupon, then visits. */
const inOrder = (evidence: AttributionEvidence, model: AttributionModel): readonly Evidence[] => {
  const said = [
    { partnership: evidence.named, reason: 'api' },
    { partnership: evidence.tagged, reason: 'manual' },
    { partnership: evidence.email, reason: 'email' },
    { partnership: evidence.coupon, reason: 'coupon' },
  ] as const;
  return [
    ...said.flatMap(({ partnership, reason }) => (partnership === undefined ? [] : [{ partnership, reason }])),
    ...visitEvidence(evidence, model),
  ];
};

const problemOf = (evidence: Evidence, rules: AttributionRules): PassedOver | undefined => {
  const { clickedAt } = evidence;
  if (clickedAt !== undefined) {
    const age = rules.now - clickedAt;
    if (age > rules.windowDays * DAY_MS || age < -CLOCK_SKEW_MS) return 'outside_window';
  }
  const candidate = rules.partnership(evidence.partnership);
  if (candidate === undefined) return 'unknown';
  if (candidate.status !== 'active') return 'inactive';
  return candidate.joined_at > rules.now ? 'joined_later' : undefined;
};

/** The partnerships that the decision may depend on: read these before. */
export const partnershipsIn = (evidence: AttributionEvidence): readonly string[] => [
  ...new Set(inOrder(evidence, 'last_click').map((piece) => piece.partnership)),
];

/** Decides which partnership a new customer is bound to, and says why (docs/rules.md, "Attribution"). */
export const attribute = (evidence: AttributionEvidence, rules: AttributionRules): AttributionDecision => {
  const passedOver: (Evidence & { because: PassedOver })[] = [];
  for (const piece of inOrder(evidence, rules.model)) {
    const because = problemOf(piece, rules);
    if (because === undefined) return { bound: piece, passedOver };
    passedOver.push({ ...piece, because });
  }
  return { bound: undefined, passedOver };
};
