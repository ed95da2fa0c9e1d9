import * as z from 'zod/mini';
import { conflict, Failure, type FieldProblem, unprocessable } from './errors.ts';
import type { Reason } from './reasons.ts';

/** A deal on its way: the partner works it through stages. `rejected`, `won`, `lost` and `withdrawn` are final. */
export const DEAL_STATES = ['registered', 'accepted', 'rejected', 'won', 'lost', 'withdrawn'] as const;
export type DealState = (typeof DEAL_STATES)[number];

/** Who may move a deal from stage to stage. */
export const MOVERS = ['merchant', 'partner', 'both'] as const;

export const DEAL_LIMITS = { stages: 20, name: 60 } as const;

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u;

/** One stage; `final` says that the deal ends there, and how. */
export const DealStage = z.strictObject({
  key: z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/, 'Must have 1 to 40 letters a-z, digits and underscores.')),
  name: z.string().check(z.minLength(1), z.maxLength(DEAL_LIMITS.name), z.regex(ONE_LINE, 'Must be one line of text.')),
  final: z.nullable(z.enum(['won', 'lost'])),
});
export type DealStage = z.infer<typeof DealStage>;

/** How the deals of a group go: the stages in their order, who moves deals, and what the last step needs. */
export const DealSettings = z.strictObject({
  stages: z.array(DealStage).check(z.minLength(1), z.maxLength(DEAL_LIMITS.stages)),
  moved_by: z.enum(MOVERS),
  /** A partner's move to a final stage waits until the merchant confirms it. */
  confirmation: z.boolean(),
  /** A deal is won with the amount for which it was closed, and not without one. */
  closing_amount: z.boolean(),
});
export type DealSettings = z.infer<typeof DealSettings>;

/** What a group begins with, and returns to when it starts again. */
export const DEFAULT_DEAL_SETTINGS: DealSettings = {
  stages: [
    { key: 'new', name: 'New', final: null },
    { key: 'contacted', name: 'Contacted', final: null },
    { key: 'proposal', name: 'Proposal', final: null },
    { key: 'negotiation', name: 'Negotiation', final: null },
    { key: 'won', name: 'Won', final: 'won' },
    { key: 'lost', name: 'Lost', final: 'lost' },
  ],
  moved_by: 'merchant',
  confirmation: true,
  closing_amount: true,
};

const repeated = (values: readonly string[]): number => values.findIndex((value, at) => values.indexOf(value) !== at);

/** What is wrong with settings besides their schema; undefined when nothing is. */
export const dealSettingsProblem = ({ stages }: DealSettings): FieldProblem | undefined => {
  const sameKey = repeated(stages.map(({ key }) => key));
  if (sameKey >= 0)
    return { param: `stages.${sameKey}.key`, message: 'Another stage has this key.', reason: 'same_key' };
  const sameName = repeated(stages.map(({ name }) => name.toLowerCase()));
  if (sameName >= 0)
    return { param: `stages.${sameName}.name`, message: 'Another stage has this name.', reason: 'same_name' };
  if (stages[0]?.final !== null)
    return {
      param: 'stages.0.final',
      message: 'The first stage cannot be final.',
      reason: 'first_stage',
    };
  const missing = (['won', 'lost'] as const).find((final) => !stages.some((stage) => stage.final === final));
  return missing === undefined
    ? undefined
    : {
        param: 'stages',
        message: `One stage must be final and ${missing}.`,
        reason: 'final_stage',
        value: missing,
      };
};

/** A move to a final stage that waits for the merchant. The amount is in minor units. */
export interface ToConfirm {
  readonly stage: string;
  readonly amount?: number | undefined;
  readonly lost_reason?: string | undefined;
  readonly by: string;
  readonly at: number;
}

/** What the steps of a deal change. `reached` are the stages in which it ever was. */
export interface DealPosition {
  readonly status: DealState;
  readonly stage?: string | undefined;
  readonly reached: readonly string[];
  readonly to_confirm?: ToConfirm | undefined;
  readonly amount?: number | undefined;
  /** Why it was rejected or withdrawn. */
  readonly reason?: string | undefined;
  readonly lost_reason?: string | undefined;
}

/** What somebody wants of a deal. A stage is named by its key or its name, or by how it ends. */
export type DealStep =
  | { readonly type: 'accept' }
  | { readonly type: 'reject'; readonly reason: string }
  | {
      readonly type: 'move';
      readonly stage: string | { readonly final: 'won' | 'lost' };
      readonly amount?: number | undefined;
      readonly lost_reason?: string | undefined;
    }
  | { readonly type: 'confirm'; readonly amount?: number | undefined }
  | { readonly type: 'send_back' };

export interface Mover {
  readonly kind: 'merchant' | 'partner';
  readonly name: string;
  readonly at: number;
}

/** What a step comes to; `what` is undefined when the deal is as it was asked to be already. */
export interface DealChange<D> {
  readonly deal: D;
  readonly what: DealHappening | undefined;
}

/** What happened to a deal. The first five are announced. */
export type DealHappening =
  | 'accepted'
  | 'rejected'
  | 'stage_changed'
  | 'won'
  | 'lost'
  | 'to_be_confirmed'
  | 'sent_back'
  | 'withdrawn';

const stands = (deal: DealPosition, wish: string): Failure =>
  conflict(`A ${deal.status} deal cannot be ${wish}.`, 'status', deal.status);

const forbidden = (message: string, reason: Reason): Failure => new Failure('forbidden', message, { reason });

/** The stage that a step names. @throws Failure `unprocessable` (`unknown_stage`). */
export const stageNamed = (settings: DealSettings, named: string | { readonly final: 'won' | 'lost' }): DealStage => {
  const found =
    typeof named === 'string'
      ? (settings.stages.find(({ key }) => key === named) ??
        settings.stages.find(({ name }) => name.toLowerCase() === named.toLowerCase()))
      : settings.stages.find(({ final }) => final === named.final);
  if (found === undefined) throw unprocessable('unknown_stage', 'The group has no such stage.', 'stage');
  return found;
};

const arrived = <D extends DealPosition>(
  deal: D,
  stage: DealStage,
  given: Pick<ToConfirm, 'amount' | 'lost_reason'>,
): DealChange<D> => {
  const amount = given.amount ?? deal.amount;
  const lost_reason = given.lost_reason ?? deal.lost_reason;
  return {
    deal: {
      ...deal,
      to_confirm: undefined,
      status: stage.final ?? 'accepted',
      stage: stage.key,
      reached: deal.reached.includes(stage.key) ? deal.reached : [...deal.reached, stage.key],
      ...(amount === undefined ? {} : { amount }),
      ...(lost_reason === undefined ? {} : { lost_reason }),
    },
    what: stage.final ?? 'stage_changed',
  };
};

const requireClosingAmount = (settings: DealSettings, stage: DealStage, amount: number | undefined): void => {
  if (stage.final !== 'won' || !settings.closing_amount || amount !== undefined) return;
  throw unprocessable('amount_missing', 'A deal of this group is won with its closing amount.', 'amount');
};

/** Whether a step says the same of a deal that has ended as the step that ended it. */
const agrees = (deal: DealPosition, step: DealStep & { type: 'move' }): boolean =>
  (step.amount === undefined || step.amount === deal.amount) &&
  (step.lost_reason === undefined || step.lost_reason === deal.lost_reason);

const sentBack = <D extends DealPosition>(deal: D): DealChange<D> =>
  deal.to_confirm === undefined
    ? { deal, what: undefined }
    : { deal: { ...deal, to_confirm: undefined }, what: 'sent_back' };

const moved = <D extends DealPosition>(
  deal: D,
  step: DealStep & { type: 'move' },
  settings: DealSettings,
  mover: Mover,
): DealChange<D> => {
  const stage = stageNamed(settings, step.stage);
  if (settings.moved_by !== 'both' && settings.moved_by !== mover.kind) {
    throw forbidden(`Deals of this group are moved by the ${settings.moved_by}.`, 'moved_by');
  }
  if (deal.status !== 'accepted') {
    if (deal.stage === stage.key && agrees(deal, step)) return { deal, what: undefined };
    throw stands(deal, `moved to ${stage.name}`);
  }
  // Who moves a deal to where it is takes back the move that waits.
  if (deal.stage === stage.key) return sentBack(deal);
  if (stage.final === null && step.amount !== undefined) {
    throw unprocessable('not_final', 'A closing amount goes with a final stage.', 'amount');
  }
  if (stage.final !== null && mover.kind === 'partner' && settings.confirmation) {
    const { amount, lost_reason } = step;
    const waiting = deal.to_confirm;
    const asked = waiting?.stage === stage.key && waiting.amount === amount && waiting.lost_reason === lost_reason;
    if (asked) return { deal, what: undefined };
    const to_confirm = { stage: stage.key, amount, lost_reason, by: mover.name, at: mover.at };
    return { deal: { ...deal, to_confirm }, what: 'to_be_confirmed' };
  }
  requireClosingAmount(settings, stage, step.amount);
  return arrived(deal, stage, step);
};

const confirmed = <D extends DealPosition>(
  deal: D,
  given: number | undefined,
  settings: DealSettings,
): DealChange<D> => {
  const { to_confirm: waiting } = deal;
  const ended = deal.status === 'won' || deal.status === 'lost';
  if (waiting === undefined && ended && (given === undefined || given === deal.amount))
    return { deal, what: undefined };
  if (waiting === undefined) throw conflict('No move of this deal waits to be confirmed.', 'confirm', 'not_waiting');
  const stage = stageNamed(settings, waiting.stage);
  const amount = given ?? waiting.amount;
  requireClosingAmount(settings, stage, amount);
  return arrived(deal, stage, { amount, lost_reason: waiting.lost_reason });
};

/**
 * Takes one step of a deal. A step that was taken already changes nothing.
 * @throws Failure `conflict` (reason: the state against it), `forbidden` (`moved_by`), `unprocessable`
 * (`unknown_stage`, `amount_missing`).
 */
export const stepDeal = <D extends DealPosition>(
  deal: D,
  step: DealStep,
  settings: DealSettings,
  mover: Mover,
): DealChange<D> => {
  if (step.type !== 'move' && mover.kind !== 'merchant') throw forbidden('Only the merchant decides this.', 'role');
  switch (step.type) {
    case 'accept': {
      if (deal.status === 'accepted') return { deal, what: undefined };
      if (deal.status !== 'registered') throw stands(deal, 'accepted');
      const [first] = settings.stages;
      if (first === undefined) throw new Error('A group has no stages.');
      return { deal: { ...deal, status: 'accepted', stage: first.key, reached: [first.key] }, what: 'accepted' };
    }
    case 'reject':
      if (deal.status === 'rejected' && deal.reason === step.reason) return { deal, what: undefined };
      if (deal.status !== 'registered') throw stands(deal, 'rejected');
      return { deal: { ...deal, status: 'rejected', reason: step.reason }, what: 'rejected' };
    case 'move':
      return moved(deal, step, settings, mover);
    case 'confirm':
      return confirmed(deal, step.amount, settings);
    case 'send_back':
      return sentBack(deal);
  }
};

/** Whether nothing moves the deal any more. */
export const isFinalDeal = (status: DealState): boolean =>
  status === 'rejected' || status === 'withdrawn' || status === 'won' || status === 'lost';

/** Whether a deal keeps others from registering the same: one that came to nothing does not. */
export const isLiving = (status: DealState): boolean =>
  status !== 'rejected' && status !== 'withdrawn' && status !== 'lost';
