import { language } from '../../console/app/language.ts';
import { notedStepText, type Writing } from '../../console/parts/arithmetic.ts';
import type { Rule } from '../../console/parts/rules/fields.ts';
import { audienceText, summaryOf, type TriggerTerms } from '../../console/parts/rules/summary.ts';
import { expressionText, factText, formatsOf, ruleText, type Wording } from '../../console/parts/rules/wording.ts';
import german from '../../console/texts/rules.de.ts';
import english from '../../console/texts/rules.en.ts';

const names = new Map([
  ['grp_gold', 'Gold'],
  ['tag_vip', 'VIP'],
  ['tag_new', 'New'],
  ['seg_a', 'Bloggers'],
  ['seg_b', 'Coaches'],
  ['tier_2', 'Silver'],
]);
const EN: Wording = {
  words: english,
  format: formatsOf('en-GB', { currency: 'GBP', time_zone: 'Europe/London' }),
  names,
};
const DE: Wording = {
  words: german,
  format: formatsOf('de-DE', { currency: 'EUR', time_zone: 'Europe/Berlin' }),
  names,
};

/** Spaces that do not break look like others here. */
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');
const inEnglish = (rule: Rule): string => plain(ruleText(EN, rule));
const inGerman = (rule: Rule): string => plain(ruleText(DE, rule));

beforeEach(() => {
  language.value = 'en';
});

const SALE: TriggerTerms = {
  event: 'transaction.accepted',
  rules: null,
  audience: { type: 'all' },
  offer: { type: 'percentage', bps: 1000, description: '' },
};

describe('a rule in words', () => {
  test.each<[Rule, string, string]>([
    [{ field: 'amount', op: 'gte', value: 5000 }, 'the amount is at least £50.00', 'der Betrag mindestens 50,00 € ist'],
    [
      { field: 'amount', op: 'between', value: [100, 250_000] },
      'the amount is between £1.00 and £2,500.00',
      'der Betrag zwischen 1,00 € und 2.500,00 € liegt',
    ],
    [
      { field: 'country', op: 'in', value: ['DE', 'AT'] },
      'the country of the customer is Germany or Austria',
      'das Land des Kunden Deutschland oder Österreich ist',
    ],
    [
      { field: 'product_key', op: 'starts_with', value: 'PRO' },
      'the product begins with “PRO”',
      'das Produkt mit „PRO“ beginnt',
    ],
    [
      { field: 'metadata.plan', op: 'ne', value: 'free' },
      'the metadata “plan” is not “free”',
      'das Metadatum „plan“ nicht „free“ ist',
    ],
    [
      { field: 'metadata.seats', op: 'gt', value: 10 },
      'the metadata “seats” is more than 10',
      'das Metadatum „seats“ mehr als 10 ist',
    ],
    [
      { field: 'category_key', op: 'exists', value: false },
      'the category is not known',
      'die Kategorie nicht bekannt ist',
    ],
    [{ field: 'tag', op: 'eq', value: 'tag_vip' }, 'the partner has the tag VIP', 'der Partner das Tag VIP hat'],
    [
      { field: 'tag', op: 'not_in', value: ['tag_vip', 'tag_new'] },
      'the partner does not have the tag VIP or New',
      'der Partner das Tag VIP oder New nicht hat',
    ],
    [{ field: 'tag', op: 'exists', value: true }, 'the partner has any tag', 'der Partner irgendein Tag hat'],
    [
      { field: 'segment', op: 'in', value: ['seg_a', 'seg_b'] },
      'the partner is in the segment Bloggers or Coaches',
      'der Partner im Segment Bloggers oder Coaches ist',
    ],
    [
      { field: 'group', op: 'eq', value: 'grp_gold' },
      'the group of the partner is Gold',
      'die Gruppe des Partners Gold ist',
    ],
    [
      { field: 'group', op: 'eq', value: 'grp_old' },
      'the group of the partner is something deleted (grp_old)',
      'die Gruppe des Partners etwas Gelöschtes (grp_old) ist',
    ],
    [
      { field: 'earlier_transactions', op: 'eq', value: 0 },
      'it is the first purchase of the customer',
      'es der erste Kauf des Kunden ist',
    ],
    [
      { field: 'earlier_transactions', op: 'eq', value: 2 },
      'it is purchase number 3 of the customer',
      'es der 3. Kauf des Kunden ist',
    ],
    [
      { field: 'earlier_transactions', op: 'gte', value: 1 },
      'it is not the first purchase of the customer',
      'es nicht der erste Kauf des Kunden ist',
    ],
    [
      { field: 'days_since_sign_up', op: 'lte', value: 30 },
      'the number of days since the customer signed up is at most 30',
      'die Zahl der Tage seit der Anmeldung des Kunden höchstens 30 ist',
    ],
  ])('%j', (rule, en, de) => {
    expect(inEnglish(rule)).toBe(en);
    expect(inGerman(rule)).toBe(de);
  });

  test('of many values the first ones are named', () => {
    const value = Array.from({ length: 12 }, (_each, at) => `P${at}`);
    expect(inEnglish({ field: 'product_key', op: 'in', value })).toBe(
      'the product is “P0”, “P1”, “P2”, “P3”, “P4” or 7 more',
    );
  });

  test('and and or are told apart by brackets', () => {
    const amount: Rule = { field: 'amount', op: 'gt', value: 100 };
    const vip: Rule = { field: 'tag', op: 'eq', value: 'tag_vip' };
    const fresh: Rule = { field: 'tag', op: 'eq', value: 'tag_new' };
    expect(expressionText(EN, { and: [amount, { or: [vip, fresh] }] })).toBe(
      'the amount is more than £1.00 and (the partner has the tag VIP or the partner has the tag New)',
    );
    expect(expressionText(EN, { or: [amount, { and: [vip, fresh] }] })).toBe(
      '(the amount is more than £1.00 or (the partner has the tag VIP and the partner has the tag New))',
    );
    expect(expressionText(EN, { or: [{ and: [vip] }] })).toBe('the partner has the tag VIP');
  });

  test('what a rule saw is told in the same words', () => {
    const tags = { field: 'tag', value: 'tag_vip' };
    expect(factText(EN, tags, ['tag_vip', 'tag_new'])).toBe('VIP and New');
    expect(factText(EN, tags, [])).toBe('nothing');
    expect(factText(EN, { field: 'amount', value: 1 }, 1234)).toBe('£12.34');
    expect(factText(DE, { field: 'country', value: 'DE' }, 'FR')).toBe('Frankreich');
    expect(factText(EN, { field: 'product_key', value: 'x' }, null)).toBe('nothing');
  });
});

describe('a trigger in plain language', () => {
  const whole: TriggerTerms = {
    event: 'transaction.accepted',
    rules: {
      and: [
        { field: 'amount', op: 'gte', value: 5000 },
        {
          or: [
            { field: 'product_key', op: 'starts_with', value: 'PRO' },
            { field: 'tag', op: 'eq', value: 'tag_vip' },
          ],
        },
      ],
    },
    audience: { type: 'group', group: 'grp_gold', from_tier: 'tier_2' },
    offer: {
      type: 'percentage',
      bps: 1250,
      description: ' 12.5 % of every sale ',
      cap_per_reward: 2000,
      cap_customer_transactions: 3,
      cap_customer_months: 12,
      cap_month: 50_000,
    },
    active_from: Date.UTC(2026, 0, 31, 23, 30),
    active_to: Date.UTC(2026, 4, 31, 22),
  };
  const settings = {
    stacking: 'best',
    second_tier_bps: 500,
    second_tier_of: 'reward',
    approval_delay_days: 30,
  } as const;

  test('in English', () => {
    const { sentence, details, program } = summaryOf(EN, whole, settings);
    expect(sentence).toBe(
      'When a customer buys something and the amount is at least £50.00 and (the product begins with “PRO” or the partner has the tag VIP), a partner in the group Gold from the tier Silver upwards gets 12.5% of the sale.',
    );
    expect(details).toEqual([
      'Only those lines of a sale that fit the rules count.',
      'One reward is at most £20.00.',
      'Only the first 3 purchases of each customer count.',
      'Only what a customer does in the first 12 months after sign-up counts.',
      'A partner gets at most £500.00 a month from this trigger.',
      'It counts from 31 Jan 2026.',
      'Its last day is 31 May 2026.',
      'Partners read: “12.5 % of every sale”',
    ]);
    expect(program).toEqual([
      'Whoever recruited the partner gets 5% of that reward as well.',
      'Of all triggers that fit, only the highest reward counts.',
      'A reward stays pending for 30 days before it is approved by itself.',
    ]);
  });

  test('in German', () => {
    language.value = 'de';
    const { sentence, details, program } = summaryOf(DE, whole, settings);
    expect(plain(sentence)).toBe(
      'Wenn ein Kunde etwas kauft und der Betrag mindestens 50,00 € ist und (das Produkt mit „PRO“ beginnt oder der Partner das Tag VIP hat), erhält ein Partner der Gruppe Gold ab der Stufe Silver 12,5 % des Verkaufs.',
    );
    expect(details.map(plain)).toEqual([
      'Nur die Positionen eines Verkaufs zählen, auf die die Regeln zutreffen.',
      'Eine Prämie beträgt höchstens 20,00 €.',
      'Nur die ersten 3 Käufe jedes Kunden zählen.',
      'Nur was ein Kunde in den ersten 12 Monaten nach der Anmeldung tut, zählt.',
      'Ein Partner erhält durch diesen Auslöser höchstens 500,00 € im Monat.',
      'Er zählt ab dem 01.02.2026.',
      'Sein letzter Tag ist der 31.05.2026.',
      'Partner lesen: „12.5 % of every sale“',
    ]);
    expect(plain(program[0] ?? '')).toBe('Wer den Partner geworben hat, erhält zusätzlich 5 % dieser Prämie.');
  });

  test('what is not filled in yet is left open', () => {
    expect(summaryOf(EN, { ...SALE, offer: { type: 'flat', description: '' } }).sentence).toBe(
      'When a customer buys something, the partner gets ….',
    );
    expect(summaryOf(EN, { ...SALE, audience: { type: 'segments', segments: [] } }).sentence).toBe(
      'When a customer buys something, nobody (no segment is chosen) gets 10% of the sale.',
    );
  });

  test('a flat amount of a sale, and a single first purchase', () => {
    const offer = { type: 'flat', value: 1000, description: '', cap_customer_transactions: 1 } as const;
    const { sentence, details } = summaryOf(EN, { ...SALE, event: 'customer.created', offer });
    expect(sentence).toBe('When a customer signs up, the partner gets £10.00.');
    expect(details).toEqual(['Only the first purchase of each customer counts.']);
  });

  test('its audience in a few words', () => {
    expect(audienceText(EN, { type: 'all' })).toBe('All groups');
    expect(audienceText(EN, { type: 'segments', segments: ['seg_a', 'seg_b'], from_tier: 'tier_2' })).toBe(
      'Segment Bloggers or Coaches, from Silver upwards',
    );
    expect(audienceText(DE, { type: 'group', group: 'grp_gold' })).toBe('Gruppe Gold');
  });
});

describe('how an amount came about', () => {
  const writing: Writing = { money: (text) => `[${text}]`, percent: (text) => `[${text}]` };
  test.each([
    ['5 % of 10.00 GBP is 0.50 GBP, rounded half up.', '[5] von [10.00 GBP] sind [0.50 GBP], kaufmännisch gerundet.'],
    [
      'Adjusted by -2.00 GBP to 3.00 GBP: A part was cancelled: by phone',
      'Angepasst um [-2.00 GBP] auf [3.00 GBP]. A part was cancelled: by phone',
    ],
    ['Refunds took back 2.50 GBP: 7.50 GBP is left.', 'Eine Erstattung nahm [2.50 GBP] zurück: [7.50 GBP] bleiben.'],
    ['Given by hand: 25.00 GBP.', 'Von Hand gegeben: [25.00 GBP].'],
    ['Something that nobody knows', 'Something that nobody knows'],
  ])('%s', (sentence, told) => {
    expect(notedStepText(german.arithmetic, writing, sentence)).toBe(told);
  });
});
