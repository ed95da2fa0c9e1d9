/**
 * What a recount starts from. These are the raw facts and terms as they are written in files or answered by the API;
 * nothing here was computed by the product. Amounts are minor units, instants are milliseconds, keys are texts.
 */

/** A tag, or several expressions of which all (`and`) or one (`or`) must hold. */
export type Match = string | { readonly and: readonly Match[] } | { readonly or: readonly Match[] };

export type Value = string | number | boolean | readonly (string | number)[];

export interface Condition {
  readonly field: string;
  readonly op: string;
  readonly value: Value;
}

export type Conditions = Condition | { readonly and: readonly Conditions[] } | { readonly or: readonly Conditions[] };

export interface Audience {
  readonly group?: string | undefined;
  readonly segments?: readonly string[] | undefined;
  readonly fromTier?: string | undefined;
}

/** What a trigger promises, to whom, on what and from when to when. */
export interface Offer {
  readonly key: string;
  readonly event: string;
  readonly conditions: Conditions | undefined;
  readonly audience: Audience;
  /** The segments that it names are gone: it is for nobody. */
  readonly forNobody: boolean;
  readonly flat: bigint | undefined;
  readonly bps: bigint | undefined;
  readonly capPerReward: bigint | undefined;
  readonly capMonth: bigint | undefined;
  readonly capTransactions: number | undefined;
  readonly capMonths: number | undefined;
  readonly createdAt: number;
  readonly from: number;
  readonly to: number | undefined;
}

export interface Level {
  readonly key: string;
  readonly name: string;
  readonly minimum: bigint;
}

export interface Terms {
  readonly currency: string;
  readonly zone: string;
  readonly stacking: 'all' | 'best';
  readonly secondTierBps: bigint;
  readonly secondTierOf: 'reward' | 'sale';
  /** When the program began: what is older was imported, and no month before it is closed. */
  readonly since?: number | undefined;
  readonly feeBps: bigint;
  readonly feeFixed: bigint;
  readonly delayDays: number;
  /** Delays of groups that differ from the program's. */
  readonly groupDelays: ReadonlyMap<string, number>;
  readonly measured: 'sales' | 'quantity';
  readonly monthly: boolean;
  readonly ratchet: boolean;
  /** In order of their minimum. */
  readonly levels: readonly Level[];
  readonly segments: ReadonlyMap<string, Match>;
  readonly offers: readonly Offer[];
}

export interface Partner {
  readonly key: string;
  /** The merchant's own key, by which rows are sorted. */
  readonly name: string;
  readonly group: string;
  readonly groupName: string;
  readonly tags: readonly string[];
  readonly joinedAt: number;
  readonly active: boolean;
  readonly recruiter: string | undefined;
}

export interface SoldLine {
  readonly product: string | undefined;
  readonly category: string | undefined;
  readonly quantity: bigint;
  /** A decimal number of minor units; absent where the line is an amount of one thing. */
  readonly unit: string | undefined;
  readonly amount: bigint;
  readonly commissionable: boolean;
}

export interface Buyer {
  readonly key: string;
  readonly since: number;
}

/** Free facts: texts, or answers to forms. */
export type Metadata = Readonly<Record<string, string | number | readonly string[]>>;

/** What a trigger can look at of a fact, apart from lines and partner. */
export interface Circumstances {
  readonly key: string;
  readonly at: number;
  readonly partner: string | undefined;
  readonly buyer: Buyer | undefined;
  readonly currency: string | undefined;
  readonly country: string | undefined;
  readonly action: string | undefined;
  /** The stage that a deal has reached. */
  readonly stage?: string | undefined;
  readonly metadata: Metadata;
}

export interface Sale extends Circumstances {
  readonly kind: 'sale';
  readonly amount: bigint;
  readonly lines: readonly SoldLine[];
  /** When it happened, for a historical import. */
  readonly happenedAt: number | undefined;
}

export interface Refund {
  readonly kind: 'refund';
  readonly key: string;
  readonly at: number;
  readonly sale: string;
  /** What it takes back in all, as it was reported; not known where a file names only lines. */
  readonly amount: bigint | undefined;
  readonly lines: readonly { readonly line: number; readonly quantity: bigint }[];
}

/** A fact without lines: a sign-up, an action, a partner that joined, a step of a lead or deal. */
export interface Deed extends Circumstances {
  readonly kind: 'deed';
  readonly event: string;
  readonly amount: bigint | undefined;
}

/** A reward that the merchant gave by hand. */
export interface Gift {
  readonly kind: 'gift';
  readonly key: string;
  readonly at: number;
  readonly partner: string;
  readonly amount: bigint;
  readonly identity: string;
}

export type Fact = Sale | Refund | Deed | Gift;

/** One thing that the merchant decided about a reward. */
export interface Verdict {
  readonly action: string;
  readonly at: number;
  readonly difference: bigint;
}

export interface Book {
  readonly terms: Terms;
  readonly partners: readonly Partner[];
  /** In order of acceptance. */
  readonly facts: readonly Fact[];
  /** By the identity of the reward: see `identityOf`. In order of time. */
  readonly verdicts: ReadonlyMap<string, readonly Verdict[]>;
  /** When the invoice of a month could no longer change, by month. */
  readonly finalAt: ReadonlyMap<string, number>;
}

/** Stands for the trigger of a second-tier reward on the sale itself. */
export const ON_THE_SALE = 'second_tier';

/** Event, trigger and level make a reward what it is. */
export const identityOf = (fact: string, trigger: string, level: 1 | 2): string => `${fact}.${trigger}.${level}`;
