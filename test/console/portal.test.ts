import { holdsOf, mayCashOut } from '../../console/areas/portal/payments/holds.ts';
import { answersOf, type FormField, initialOf, problemsOf } from '../../console/areas/portal/prospects/form-values.ts';
import { stepText } from '../../console/parts/arithmetic.ts';
import { GROUNDS, propertiesOf } from '../../console/parts/program-colours.ts';
import { qrAsSvg } from '../../console/parts/qr-drawing.ts';
import { shareOf } from '../../console/parts/share-of.ts';
import german from '../../console/texts/arithmetic.de.ts';
import english from '../../console/texts/arithmetic.en.ts';
import { asTextOn, contrastOf, paletteOf } from '../../domain/colours.ts';
import { arithmeticOf } from '../../domain/explanations.ts';
import { SECOND_TIER } from '../../domain/rewards.ts';
import { configuration, trigger } from '../support/setting.ts';

const field = (field_key: string, type: FormField['type'], changes: Partial<FormField> = {}): FormField => ({
  ...{ field_key, api_name: field_key, name: field_key, type, help_text: null, placeholder_text: null },
  ...{ position: 0, required: false, hidden: false, built_in: false },
  ...changes,
});

const ENGLISH = { decimal: '.', group: ',' };
const WORDS = { missing: 'missing', notANumber: 'no number', separators: ENGLISH };

describe('the form of a program, as a partner fills it in', () => {
  const fields = [
    field('email', 'email', { required: true }),
    field('amount', 'number', { built_in: true, decimals: 0 }),
    field('seats', 'number', { decimals: 2 }),
    field('topics', 'multi_select', { options: [{ value: 'a', label: 'A' }] }),
    field('agreed', 'checkbox', { required: true }),
    field('note', 'long_text', { default_value: 'Hello' }),
  ];

  test('begins empty, or with what the program says', () => {
    expect(initialOf(fields)).toEqual({
      ...{ email: '', amount: undefined, seats: '', topics: [], agreed: false, note: 'Hello' },
    });
  });

  test('says what is missing, and what is no number', () => {
    const values = { ...initialOf(fields), seats: 'many' };
    expect(problemsOf(fields, values, WORDS)).toEqual({ email: 'missing', agreed: 'missing', seats: 'no number' });
  });

  test('sends what was answered, and leaves out what is empty', () => {
    const values = { email: 'a@b.example', amount: 90_000, seats: '12.5', topics: [], agreed: true, note: '  ' };
    expect(problemsOf(fields, values, WORDS)).toEqual({});
    expect(answersOf(fields, values, ENGLISH)).toEqual({
      email: 'a@b.example',
      amount: 90_000,
      seats: 12.5,
      agreed: true,
    });
  });
});

describe('what holds a payment back', () => {
  const balance = (amount: number, available = 0, carried = 0) => ({
    ...{ available_amount: available, carried_amount: carried, minimum_payout: 500 },
    next_payment: { at: 0, amount, status: 'earning' as const },
  });
  const method = (changes: object = {}) => ({
    ...{ provider: 'paypal' as const, verified: true, payouts_held: false },
    ...changes,
  });

  test.each([
    ['nothing', balance(900), method(), []],
    ['no payout method', balance(900), method({ provider: null, verified: false }), ['noMethod']],
    ['one that is not confirmed', balance(900), method({ verified: false }), ['unverified']],
    ['the merchant', balance(900), method({ payouts_held: true }), ['held']],
    ['the smallest payout', balance(499), method(), ['belowMinimum']],
    ['a debt', balance(0, 0, -20), method(), ['debt']],
  ])('%s', (_name, of, by, expected) => {
    expect(holdsOf(of, by)).toEqual(expected);
  });

  test('what is available is paid out at once when it is enough, and when nothing is in the way', () => {
    expect(mayCashOut(balance(0, 500), method())).toBe(true);
    expect(mayCashOut(balance(0, 499), method())).toBe(false);
    expect(mayCashOut(balance(0, 500), method({ verified: false }))).toBe(false);
    expect(mayCashOut(balance(0, 500), method({ payouts_held: true }))).toBe(false);
  });
});

test.each(['#ffd400', '#000000', '#ffffff', '#14694f', '#ff0000'])(
  'links of a program that chose %s are read on every ground of the portal',
  (accent) => {
    const palette = paletteOf({ primary: accent, accent });
    expect(propertiesOf(palette)['--on-primary']).toBe(palette.on_primary);
    for (const [ground, text] of [
      [GROUNDS.light, palette.accent_on_light],
      [GROUNDS.dark, palette.accent_on_dark],
    ] as const) {
      expect(contrastOf(asTextOn(ground, text), ground)).toBeGreaterThanOrEqual(4.5);
      expect(propertiesOf(palette)['--accent']).toContain(asTextOn(ground, text));
    }
  },
);

test('a QR code is a picture of its own, with the white edge that readers need', () => {
  const svg = qrAsSvg('https://go.example/anna');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 (\d+) \1"/);
  expect(svg).toContain('M4 4h1v1h-1z');
  expect(svg).not.toContain('M3 ');
});

test.each([
  ['10 % of 1234.00 GBP is 123.40 GBP, rounded half up.', '10% of GBP1234.00 is GBP123.40, rounded half up.'],
  ['The base is 12.00 GBP: 2 of 3 lines.', 'GBP12.00 is counted: 2 of 3 lines.'],
  ['Only the highest offer that applies counts.', 'Only the best offer that fits counts.'],
  ['refund_01k took back 3.00 GBP: 9.00 GBP is left.', 'A refund took back GBP3.00: GBP9.00 is left.'],
  ['Adjusted by -1.00 GBP to 8.00 GBP.', 'The program changed it by GBP-1.00 to GBP8.00.'],
  ['Something that nobody has thought of.', 'Something that nobody has thought of.'],
])('a partner reads “%s” in its own words', (sentence, expected) => {
  const money = (text: string): string => text.split(' ').toReversed().join('');
  expect(stepText(english, { money, percent: (text) => `${text}%` }, sentence)).toBe(expected);
});

test('every sentence by which a reward is worked out is known to the portal', () => {
  const offers = [
    { type: 'percentage' as const, bps: 1250, description: '', cap_per_reward: 100, cap_month: 50 },
    { type: 'flat' as const, value: 300, description: '' },
  ];
  const happening = {
    ...{ key: 'txn_1', type: 'transaction.accepted', at: 0, zone: 'UTC', amount: 1000, currency: 'GBP' },
    partnership: { key: 'part_a', group: 'grp_main', tags: [], tier: undefined },
  };
  const reward = { trigger: 'trg_5percent', version: 1, level: 1 as const, base: 1000, amount: 50 };
  const told = offers.flatMap((offer) => {
    const program = configuration({ stacking: 'best', triggers: [trigger({ offer })] });
    const rest = {
      marks: [{ reward: 'r', action: 'adjust' as const, at: 0, by: 'user', difference: -5 }],
      ...{ clawbacks: [{ event: 'ref_1', amount: 5 }], currency: 'GBP' },
    };
    const rewards = [reward, { ...reward, level: 2 as const }, { ...reward, trigger: SECOND_TIER, level: 2 as const }];
    const lines = rewards.flatMap((each) =>
      arithmeticOf(program, { reward: each, first: reward, event: happening, ...rest }),
    );
    return [...lines, ...arithmeticOf(program, { reward, first: undefined, event: undefined, ...rest })];
  });
  expect(told.length).toBeGreaterThan(20);
  const money = (text: string): string => `<${text}>`;
  const unknown = told.filter((line) => stepText(german, { money, percent: money }, line) === line);
  expect(unknown).toEqual([]);
});

test('a share of what a recruit brought is known by the words of the API', () => {
  expect(shareOf('A share of the sales of partners that you recruited')).toEqual({ of: 'sale' });
  expect(shareOf('A share of the rewards of partners that you recruited: 10 %')).toEqual({
    of: 'reward',
    offer: '10 %',
  });
  expect(shareOf('10 % of every sale')).toBeUndefined();
});
