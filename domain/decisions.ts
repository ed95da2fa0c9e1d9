import { type Decision, decide, type Mark } from './earnings.ts';
import { conflict, Failure, unprocessable } from './errors.ts';
import { applyRate } from './money.ts';

/** What a merchant can decide about a reward by a mark. Minor units. */
export type RewardAction =
  | { readonly action: 'approve' | 'release'; readonly note?: string | undefined }
  | { readonly action: 'decline' | 'hold'; readonly note: string }
  | { readonly action: 'adjust'; readonly amount: number; readonly note: string };

/** A reward at the moment of a decision. Minor units. */
export interface DecidedReward {
  /** Its amount when it was made. */
  readonly original: number;
  readonly clawedBack: number;
  readonly marks: readonly Mark[];
  /** Whether the invoice of the statement that it belongs to can no longer change. */
  readonly frozen: boolean;
  /** The period that it joins when it is released after that. */
  readonly next: string;
}

/** What a mark says besides whose it is, when, and by whom. */
export type NewMark = Pick<Mark, 'action' | 'note' | 'difference' | 'into'>;

/** The most decisions that one reward can collect. */
const MOST_MARKS = 500;

const invoiceFinal = (): Failure => conflict('The invoice of this reward is final.', 'action', 'invoice_final');

/** On hold a reward is on no invoice, so that its own being final does not matter. */
const requireOpen = (reward: DecidedReward, decision: Decision): void => {
  if (reward.frozen && !decision.held) throw invoiceFinal();
};

const adjusted = (reward: DecidedReward, decision: Decision, amount: number, note: string): NewMark | undefined => {
  const difference = amount - (reward.original + decision.adjusted);
  if (difference === 0) return undefined;
  requireOpen(reward, decision);
  if (amount < reward.clawedBack) {
    throw unprocessable('below_clawbacks', `Refunds have already taken back ${reward.clawedBack}.`, 'amount');
  }
  return { action: 'adjust', difference, note };
};

const released = (reward: DecidedReward, decision: Decision, note: string | undefined): NewMark | undefined => {
  if (decision.held) {
    return { action: 'release', ...noted(note), ...(reward.frozen ? { into: reward.next } : {}) };
  }
  if (reward.marks.some((mark) => mark.action === 'release')) return undefined;
  throw conflict('This reward is not on hold.', 'action', 'not_on_hold');
};

const noted = (note: string | undefined) => (note === undefined ? {} : { note });

/**
 * The mark that a decision adds; undefined when it has been taken already, so that repeating it changes nothing.
 * @throws Failure `conflict` (`declined`, `invoice_final`, `on_hold`, `not_on_hold`), `unprocessable`
 * (`below_clawbacks`, `too_many_decisions`).
 */
export const markFor = (reward: DecidedReward, asked: RewardAction): NewMark | undefined => {
  const decision = decide(reward.marks);
  if (decision.declined) {
    if (asked.action === 'decline') return undefined;
    throw conflict('This reward was declined.', 'action', 'declined');
  }
  if (reward.marks.length >= MOST_MARKS) {
    throw unprocessable('too_many_decisions', `A reward takes at most ${MOST_MARKS} decisions.`, 'action');
  }
  switch (asked.action) {
    case 'approve':
      if (decision.held) throw conflict('This reward is on hold: release it first.', 'action', 'on_hold');
      if (decision.approved) return undefined;
      requireOpen(reward, decision);
      return { action: 'approve', ...noted(asked.note) };
    case 'decline':
      requireOpen(reward, decision);
      return { action: 'decline', note: asked.note };
    case 'hold':
      if (decision.held) return undefined;
      requireOpen(reward, decision);
      return { action: 'hold', note: asked.note };
    case 'release':
      return released(reward, decision, asked.note);
    case 'adjust':
      return adjusted(reward, decision, asked.amount, asked.note);
  }
};

/** What a second-tier reward is told when its first-tier reward is decided about. */
export interface Following {
  readonly bps: number;
  /** Whether it is a share of the whole sale: then it stands while any first-tier reward of the sale does. */
  readonly ofSale: boolean;
  /** The other first-tier rewards of the same event. */
  readonly siblings: readonly Decision[];
}

const followed = (asked: RewardAction, reward: DecidedReward, following: Following): RewardAction | undefined => {
  const { ofSale, siblings, bps } = following;
  switch (asked.action) {
    case 'approve':
      return undefined;
    case 'decline':
      return ofSale && siblings.some((sibling) => !sibling.declined) ? undefined : asked;
    case 'hold':
      return ofSale && siblings.some((sibling) => !sibling.declined && !sibling.held) ? undefined : asked;
    case 'release':
      return asked;
    case 'adjust':
      if (ofSale) return undefined;
      return { ...asked, amount: Math.max(reward.clawedBack, applyRate(asked.amount, bps)) };
  }
};

/**
 * The mark that a second-tier reward gets along with its first-tier reward (docs/rules.md, "Triggers and rewards");
 * undefined where it cannot follow any more, or has been decided about in the same way by itself.
 */
export const followingMark = (
  reward: DecidedReward,
  asked: RewardAction,
  following: Following,
): NewMark | undefined => {
  const own = followed(asked, reward, following);
  if (own === undefined) return undefined;
  try {
    return markFor(reward, own);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
};
