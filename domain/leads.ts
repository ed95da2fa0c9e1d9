import { conflict } from './errors.ts';

/** A lead on its way: the merchant's team works it. `closed` (won), `rejected` and `withdrawn` are final. */
export const LEAD_STATES = ['submitted', 'qualified', 'closed', 'rejected', 'withdrawn'] as const;
export type LeadState = (typeof LEAD_STATES)[number];

/** What the merchant can decide about a lead. */
export const LEAD_DECISIONS = ['qualified', 'closed', 'rejected'] as const satisfies readonly LeadState[];
export type LeadDecision = (typeof LEAD_DECISIONS)[number];

/** Nothing leads out of a final state, so that a lead is qualified once and closed once, whatever is asked. */
const NEXT = {
  submitted: ['qualified', 'rejected'],
  qualified: ['closed', 'rejected'],
  closed: [],
  rejected: [],
  withdrawn: [],
} as const satisfies Record<LeadState, readonly LeadDecision[]>;

/** The event that each state of a lead announces. A withdrawal is none: nothing can be earned by it. */
export const LEAD_EVENTS = {
  submitted: 'lead.submitted',
  qualified: 'lead.qualified',
  closed: 'lead.closed',
  rejected: 'lead.rejected',
} as const satisfies Record<Exclude<LeadState, 'withdrawn'>, string>;

/** Whether nothing can be decided about the lead any more. */
export const isFinalLead = (status: LeadState): boolean => NEXT[status].length === 0;

/**
 * Whether a decision changes a lead; false when it was taken before.
 * @throws Failure `conflict` whose reason is the state that stands against it.
 */
export const decideLead = (status: LeadState, decision: LeadDecision): boolean => {
  if (status === decision) return false;
  const next: readonly LeadState[] = NEXT[status];
  if (next.includes(decision)) return true;
  throw conflict(`A ${status} lead cannot become ${decision}.`, 'status', status);
};
