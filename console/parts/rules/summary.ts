import type { TriggerEvent } from '../../../domain/events.ts';
import type { RuleExpression } from '../../api/operations.ts';
import { LINE_FIELD_NAMES, type Rule } from './fields.ts';
import { expressionText, listText, nameIn, type Wording } from './wording.ts';

/** Whom a trigger is for. */
export interface AudienceTerms {
  readonly type: 'all' | 'group' | 'segments';
  readonly group?: string | undefined;
  readonly segments?: readonly string[] | undefined;
  readonly from_tier?: string | undefined;
}

/** What a trigger promises; what is not filled in yet is missing. */
export interface OfferTerms {
  readonly type: 'flat' | 'percentage';
  readonly value?: number | undefined;
  readonly bps?: number | undefined;
  readonly description: string;
  readonly cap_per_reward?: number | undefined;
  readonly cap_customer_transactions?: number | undefined;
  readonly cap_customer_months?: number | undefined;
  readonly cap_month?: number | undefined;
}

/** A trigger as somebody sees it, stored or still being made. */
export interface TriggerTerms {
  readonly event: TriggerEvent;
  readonly rules: RuleExpression | null;
  readonly audience: AudienceTerms;
  readonly offer: OfferTerms;
  /** Told only where it is still to come. */
  readonly active_from?: number | undefined;
  readonly active_to?: number | null | undefined;
}

/** Settings of the program that count for every trigger. */
export interface ProgramTerms {
  readonly stacking: 'all' | 'best';
  readonly second_tier_bps: number;
  readonly second_tier_of: 'reward' | 'sale';
  readonly approval_delay_days: number;
}

const keysText = (wording: Wording, keys: readonly string[]): string =>
  listText(
    wording,
    keys.map((key) => nameIn(wording, key)),
  );

/** Whom a trigger is for, as a part of a sentence. */
const whoText = (wording: Wording, { type, group, segments = [], from_tier: tier }: AudienceTerms): string => {
  const { who } = wording.words;
  const named = () => {
    switch (type) {
      case 'all':
        return who.all;
      case 'group':
        return who.group(group === undefined ? '…' : nameIn(wording, group));
      case 'segments':
        return segments.length === 0 ? who.nobody : who.segments(keysText(wording, segments));
    }
  };
  return tier === undefined ? named() : who.from(named(), nameIn(wording, tier));
};

/** Whom a trigger is for, in a few words. */
export const audienceText = (wording: Wording, audience: AudienceTerms): string => {
  const { type, group, segments = [], from_tier: tier } = audience;
  const { whom } = wording.words;
  const named = () => {
    switch (type) {
      case 'all':
        return whom.all;
      case 'group':
        return whom.group(group === undefined ? '…' : nameIn(wording, group));
      case 'segments':
        return whom.segments(keysText(wording, segments));
    }
  };
  return tier === undefined ? named() : whom.from(named(), nameIn(wording, tier));
};

const hasShare = <E extends object>(event: string, of: E): event is string & keyof E => Object.hasOwn(of, event);

/** What a trigger pays: `£10.00`, `10 % of the sale`. */
export const offerText = ({ words, format }: Wording, event: TriggerEvent, offer: OfferTerms): string => {
  if (offer.type === 'flat') return offer.value === undefined ? '…' : format.money(offer.value);
  const percent = offer.bps === undefined ? '… %' : format.percent(offer.bps);
  return hasShare(event, words.of) ? words.share(percent, words.of[event]) : percent;
};

/** The caps of an offer, a sentence each. */
const capTexts = ({ words: { caps }, format }: Wording, offer: OfferTerms): readonly string[] => [
  ...(offer.cap_per_reward === undefined ? [] : [caps.reward(format.money(offer.cap_per_reward))]),
  ...(offer.cap_customer_transactions === undefined ? [] : [caps.transactions(offer.cap_customer_transactions)]),
  ...(offer.cap_customer_months === undefined ? [] : [caps.months(offer.cap_customer_months)]),
  ...(offer.cap_month === undefined ? [] : [caps.month(format.money(offer.cap_month))]),
];

const rulesIn = (expression: RuleExpression): readonly Rule[] => {
  if ('field' in expression) return [expression];
  return ('and' in expression ? expression.and : expression.or).flatMap(rulesIn);
};

/** A whole trigger in plain language: the sentence that says it, and what has to be said besides. */
export interface Summary {
  readonly sentence: string;
  readonly details: readonly string[];
  /** What the settings of the program add. */
  readonly program: readonly string[];
}

const detailsOf = (wording: Wording, trigger: TriggerTerms): readonly string[] => {
  const { words, format } = wording;
  const { rules, offer, active_from: from, active_to: to } = trigger;
  const ofLines = rules !== null && rulesIn(rules).some(({ field }) => LINE_FIELD_NAMES.includes(field));
  return [
    ...(ofLines && offer.type === 'percentage' ? [words.lines] : []),
    ...capTexts(wording, offer),
    ...(from === undefined ? [] : [words.begins(format.day(from))]),
    ...(to === undefined || to === null ? [] : [words.ends(format.day(to - 1))]),
    ...(offer.description.trim() === '' ? [] : [words.partnersRead(offer.description.trim())]),
  ];
};

const programTexts = ({ words, format }: Wording, program: ProgramTerms | undefined): readonly string[] => {
  if (program === undefined) return [];
  const { secondTier, secondTierOfSale, best, delay } = words.program;
  const second = program.second_tier_of === 'reward' ? secondTier : secondTierOfSale;
  return [
    ...(program.second_tier_bps === 0 ? [] : [second(format.percent(program.second_tier_bps))]),
    ...(program.stacking === 'best' ? [best] : []),
    ...(program.approval_delay_days === 0 ? [] : [delay(program.approval_delay_days)]),
  ];
};

/** Says what a trigger does. */
export const summaryOf = (wording: Wording, trigger: TriggerTerms, program?: ProgramTerms): Summary => {
  const { words } = wording;
  const { event, rules, audience, offer } = trigger;
  return {
    sentence: words.sentence({
      when: words.when[event],
      conditions: rules === null ? '' : expressionText(wording, rules),
      who: whoText(wording, audience),
      what: offerText(wording, event, offer),
    }),
    details: detailsOf(wording, trigger),
    program: programTexts(wording, program),
  };
};
