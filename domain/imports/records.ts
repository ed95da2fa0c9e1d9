/**
 * What comes from another system, in one form for all of them (docs/decisions.md, "Imports"). Money in minor units,
 * instants in epoch milliseconds.
 */

/** Where it comes from. */
export const IMPORT_SOURCES = ['partnerstack', 'rewardful', 'firstpromoter', 'csv'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** Everything that is imported, in the order in which one refers to the other. */
export const IMPORT_KINDS = ['partners', 'links', 'coupons', 'customers', 'transactions', 'rewards'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** How the other system names a partner: by its own id, by its key, by the token of a link, by e-mail address. */
export interface PartnerRef {
  readonly id?: string | undefined;
  readonly key?: string | undefined;
  readonly token?: string | undefined;
  readonly email?: string | undefined;
}

/** How the other system names a customer. */
export interface CustomerRef {
  readonly id?: string | undefined;
  readonly key?: string | undefined;
  readonly email?: string | undefined;
}

interface Source {
  /** The line of the file, or which item of the system's list it is. */
  readonly line: number;
  /** The other system's id, by which a repetition is known. */
  readonly id: string;
}

export interface PartnerRecord extends Source {
  readonly kind: 'partners';
  readonly email: string;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly company?: string | undefined;
  readonly country?: string | undefined;
  readonly partner_key?: string | undefined;
  /** The name of its group over there. */
  readonly group?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly status: 'active' | 'pending' | 'inactive';
  readonly joined_at?: number | undefined;
}

/** An old link address: what ends its path, or what its query names. */
export interface LinkRecord extends Source {
  readonly kind: 'links';
  readonly partner: PartnerRef;
  readonly token: string;
  /** Where it led, for addresses of the system's own; undefined for an address of the merchant's site. */
  readonly destination?: string | undefined;
}

export interface CouponRecord extends Source {
  readonly kind: 'coupons';
  readonly partner: PartnerRef;
  readonly code: string;
}

export interface CustomerRecord extends Source {
  readonly kind: 'customers';
  readonly partner: PartnerRef;
  readonly customer_key: string;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly provider_key?: string | undefined;
  readonly signed_up_at?: number | undefined;
}

/** A transaction of the past. */
export interface TransactionRecord extends Source {
  readonly kind: 'transactions';
  readonly external_key: string;
  readonly customer: CustomerRef;
  readonly amount: number;
  readonly currency: string;
  readonly happened_at: number;
  readonly product_key?: string | undefined;
  readonly category_key?: string | undefined;
}

/** How a reward stands over there. */
export type RewardState = 'open' | 'held' | 'paid' | 'cancelled' | 'not_earned' | 'unknown';

export interface RewardRecord extends Source {
  readonly kind: 'rewards';
  readonly partner: PartnerRef;
  readonly amount: number;
  readonly currency: string;
  readonly state: RewardState;
  readonly earned_at?: number | undefined;
  readonly description?: string | undefined;
}

export type ImportedRecord =
  | PartnerRecord
  | LinkRecord
  | CouponRecord
  | CustomerRecord
  | TransactionRecord
  | RewardRecord;

/** Why something was not imported. The words are permanent: they stand in reports. */
export const SKIP_REASONS = [
  'unreadable',
  'missing_value',
  'not_valid',
  'status_unknown',
  'partner_pending',
  'partner_inactive',
  'partner_unknown',
  'partner_key_taken',
  'other_program',
  'group_not_made',
  'tag_unknown',
  'token_not_usable',
  'token_taken',
  'slug_taken',
  'too_many_links',
  'no_destination',
  'coupon_taken',
  'customer_of_another',
  'customer_unknown',
  'test_data',
  'visit_only',
  'other_currency',
  'not_money',
  'negative_amount',
  'nothing',
  'already_paid',
  'cancelled',
  'not_earned',
  'payment_unknown',
  'differs',
  'in_the_future',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A row that says nothing usable. */
export interface Unread {
  readonly kind: ImportKind;
  readonly line: number;
  readonly id: string;
  readonly unread: { readonly reason: SkipReason; readonly detail: string };
}

/** What a reader makes of one row or item. */
export type Reading = ImportedRecord | Unread;

/** How the words of all systems for a reward's state are meant; there is no guess for any other word. */
const REWARD_STATES: Readonly<Record<string, RewardState>> = {
  new: 'open',
  pending: 'open',
  approved: 'open',
  due: 'open',
  open: 'open',
  unpaid: 'open',
  awaiting: 'open',
  payable: 'open',
  ready: 'open',
  scheduled: 'not_earned',
  hold: 'held',
  held: 'held',
  on_hold: 'held',
  review: 'held',
  paid: 'paid',
  paid_externally: 'paid',
  settled: 'paid',
  completed: 'paid',
  declined: 'cancelled',
  voided: 'cancelled',
  void: 'cancelled',
  denied: 'cancelled',
  refunded: 'cancelled',
  rejected: 'cancelled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

/** The state that a word means (`plainName` of it); undefined when nobody has told. */
export const rewardState = (word: string): RewardState | undefined => REWARD_STATES[word];

const PARTNER_STATES: Readonly<Record<string, PartnerRecord['status']>> = {
  active: 'active',
  accepted: 'active',
  approved: 'active',
  offer_running: 'active',
  pending: 'pending',
  applied: 'pending',
  new: 'pending',
  not_set: 'pending',
  unconfirmed: 'pending',
  disabled: 'inactive',
  suspicious: 'inactive',
  blocked: 'inactive',
  rejected: 'inactive',
  denied: 'inactive',
  declined: 'inactive',
  inactive: 'inactive',
  deactivated: 'inactive',
  archived: 'inactive',
  offer_inactive: 'inactive',
};

/** How a partner stands, by a word (`plainName` of it); undefined when nobody has told. */
export const partnerState = (word: string): PartnerRecord['status'] | undefined => PARTNER_STATES[word];

export const unread = (
  kind: ImportKind,
  place: { readonly line: number; readonly id: string },
  reason: SkipReason,
  detail: string,
): Unread => ({ kind, line: place.line, id: place.id, unread: { reason, detail } });
