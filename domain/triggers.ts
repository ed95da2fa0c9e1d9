import * as z from 'zod/mini';
import { TRIGGER_EVENTS, type TriggerEvent } from './events.ts';
import { expressionProblem, RuleExpression } from './rules.ts';
import { SegmentExpression } from './segments.ts';
import { TierLadder } from './tiers.ts';

/** The most segments that an audience may name (docs/rules.md, "Segments"). */
const MAX_AUDIENCE_SEGMENTS = 10;
export const MAX_BPS = 10_000;
export const MAX_AMOUNT = 99_999_999;

/** Whom a trigger is for; `from_tier` narrows it to that tier and those above. */
export const Audience = z.strictObject({
  type: z.enum(['all', 'group', 'segments']),
  group: z.optional(z.string()),
  /** Wider than an audience may be, so that the refusal of one too many names its reason. */
  segments: z.optional(z.array(z.string()).check(z.maxLength(50))),
  from_tier: z.optional(z.string()),
});
export type Audience = z.infer<typeof Audience>;

const positiveAmount = () => z.int().check(z.minimum(1), z.maximum(MAX_AMOUNT));
const count = () => z.int().check(z.minimum(1), z.maximum(1000));

/** What a "generate reward" action promises. Amounts in minor units, `bps` in basis points of the base. */
export const Offer = z.strictObject({
  type: z.enum(['flat', 'percentage']),
  value: z.optional(positiveAmount()),
  bps: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_BPS))),
  description: z.string().check(z.maxLength(500)),
  cap_per_reward: z.optional(positiveAmount()),
  cap_customer_transactions: z.optional(count()),
  cap_customer_months: z.optional(count()),
  cap_month: z.optional(positiveAmount()),
});
export type Offer = z.infer<typeof Offer>;

const triggerEvents = Object.keys(TRIGGER_EVENTS).filter((name): name is TriggerEvent => name in TRIGGER_EVENTS);

/** A version of a trigger as it is evaluated. Instants in milliseconds; `active_to` is not included. */
export const Trigger = z.object({
  key: z.string(),
  version: z.int(),
  name: z.string(),
  event: z.enum(triggerEvents),
  rules: z.optional(RuleExpression),
  audience: Audience,
  offer: Offer,
  created_at: z.int(),
  active_from: z.int(),
  active_to: z.optional(z.int()),
});
export type Trigger = z.infer<typeof Trigger>;

const Segment = z.object({ key: z.string(), match: SegmentExpression });

/** Everything that evaluation depends on besides the event, frozen under a version number of the program. */
export const Configuration = z.object({
  version: z.int(),
  stacking: z.enum(['all', 'best']),
  second_tier_bps: z.int(),
  second_tier_of: z.enum(['reward', 'sale']),
  ladder: TierLadder,
  segments: z.array(Segment),
  triggers: z.array(Trigger),
  /** Days until a reward is approved by itself, for the program and for groups that differ from it. */
  approval_delay_days: z.int(),
  group_delays: z.record(z.string(), z.int()),
});
export type Configuration = z.infer<typeof Configuration>;

/** Why a trigger cannot be stored: the field at fault, and a word for the rule where it has one of its own. */
interface TriggerProblem {
  readonly param: string;
  readonly message: string;
  readonly reason?: 'too_many_segments';
}

const offerProblem = (event: TriggerEvent, offer: Offer): { param: string; message: string } | undefined => {
  switch (offer.type) {
    case 'flat':
      if (offer.value === undefined) return { param: 'value', message: 'A flat offer needs a value.' };
      if (offer.bps !== undefined) return { param: 'bps', message: 'A flat offer has no bps.' };
      return undefined;
    case 'percentage':
      if (!TRIGGER_EVENTS[event].amount) {
        return { param: 'type', message: `A percentage needs an amount, and ${event} has none.` };
      }
      if (offer.bps === undefined) return { param: 'bps', message: 'A percentage offer needs bps.' };
      if (offer.value !== undefined) return { param: 'value', message: 'A percentage offer has no value.' };
      return undefined;
  }
};

const audienceProblem = (audience: Audience): TriggerProblem | undefined => {
  if ((audience.segments?.length ?? 0) > MAX_AUDIENCE_SEGMENTS) {
    const message = `An audience names at most ${MAX_AUDIENCE_SEGMENTS} segments.`;
    return { param: 'segments', message, reason: 'too_many_segments' };
  }
  if ((audience.type === 'group') !== (audience.group !== undefined)) {
    return { param: 'group', message: 'group goes with an audience of type group.' };
  }
  if ((audience.type === 'segments') !== (audience.segments !== undefined)) {
    return { param: 'segments', message: 'segments go with an audience of type segments.' };
  }
  return undefined;
};

/** Why a trigger cannot be stored, with the field at fault; undefined when it can. */
export const triggerProblem = (
  trigger: Pick<Trigger, 'event' | 'rules' | 'audience' | 'offer' | 'active_from' | 'active_to'>,
): TriggerProblem | undefined => {
  const rules = trigger.rules === undefined ? undefined : expressionProblem(trigger.rules);
  if (rules !== undefined) return { param: 'rules', message: rules };
  const audience = audienceProblem(trigger.audience);
  if (audience !== undefined) return { ...audience, param: `audience.${audience.param}` };
  const offer = offerProblem(trigger.event, trigger.offer);
  if (offer !== undefined) return { param: `action.offer.${offer.param}`, message: offer.message };
  if (trigger.active_to !== undefined && trigger.active_to < trigger.active_from) {
    return { param: 'active_to', message: 'active_to is not before active_from.' };
  }
  return undefined;
};
