import { addressFault, parametersOf, rowFaults } from '../../console/areas/merchant/groups/addresses.ts';
import {
  draftOf,
  faultsOf,
  inputsOf,
  isEssential,
  keyFrom,
  newDraft,
  type ShownField,
} from '../../console/areas/merchant/groups/drafts.ts';
import { nextOrder, orderOf } from '../../console/areas/merchant/groups/group-figures.ts';
import { previewOf } from '../../console/areas/merchant/groups/landing-preview.ts';
import { missingOf, offerOf, valuesOf } from '../../console/areas/merchant/groups/offer-values.ts';
import { type OfferWords, offerText } from '../../console/areas/merchant/groups/offer-words.ts';
import { socialOf, socialValues } from '../../console/areas/merchant/groups/social-values.ts';
import { stageDrafts, stagesFault, stagesOf } from '../../console/areas/merchant/groups/stage-drafts.ts';
import { moved } from '../../console/parts/order.ts';
import { defaultForm, FORM_KINDS, formProblems } from '../../domain/forms.ts';

describe('where a link of a group leads', () => {
  const program = { destination_url: 'https://shop.example/', utm: { utm_source: 'partners', utm_medium: 'web' } };
  const landing = { destination: '', utm: {}, parameters: {}, counts: true };

  test('the program says it where the group says nothing', () => {
    const preview = previewOf(landing, program);
    expect(preview).toMatchObject({ destination: 'https://shop.example/', fromProgram: true });
    expect(preview?.added.map(({ sign, name }) => sign + name)).toEqual(['?utm_source', '&utm_medium', '&fs_click']);
  });

  test('parameters of the group go before the program’s, and those of the destination before both', () => {
    const own = { ...landing, destination: 'https://a.example/x?utm_source=own#part', utm: { utm_medium: 'a b' } };
    const preview = previewOf({ ...own, counts: false }, program);
    expect(preview).toEqual({
      destination: 'https://a.example/x?utm_source=own',
      added: [{ sign: '&', name: 'utm_medium', value: 'a%20b' }],
      hash: '#part',
      fromProgram: false,
    });
  });

  test('nothing is shown of what is no address yet', () => {
    expect(previewOf({ ...landing, destination: 'shop' }, program)).toBeUndefined();
    expect(previewOf(landing, { ...program, destination_url: null })).toBeUndefined();
  });

  test('addresses and names of parameters are looked at before they are sent', () => {
    expect(addressFault(' ')).toBeUndefined();
    expect(addressFault('shop.example')).toBe('address');
    expect(addressFault('http://shop.example', true)).toBe('secure');
    const rows = [
      { name: 'ref', value: 'a' },
      { name: ' ref ', value: 'b' },
      { name: 'fs_click', value: 'c' },
      { name: '', value: '' },
    ];
    expect(rowFaults(rows)).toEqual([undefined, 'same', 'bad', undefined]);
    expect(parametersOf(rows.slice(0, 1))).toEqual({ ref: 'a' });
  });
});

const nothing = (): string => '';
const NOTHING: OfferWords['perEvent'] = {
  ...{ 'transaction.accepted': nothing, 'customer.created': nothing, 'action.reported': nothing },
  ...{ 'partnership.joined': nothing, 'partnership.moved': nothing, 'partnership.tier_reached': nothing },
  ...{ 'lead.submitted': nothing, 'lead.qualified': nothing, 'lead.closed': nothing, 'lead.rejected': nothing },
  ...{ 'deal.registered': nothing, 'deal.accepted': nothing, 'deal.rejected': nothing, 'deal.won': nothing },
  ...{ 'deal.stage_changed': nothing, 'deal.lost': nothing, 'partnership.approved': nothing },
};

describe('an offer', () => {
  const forEach = (value: string): string => `${value} for each`;
  const words: OfferWords = {
    perEvent: { ...NOTHING, 'lead.qualified': forEach },
    ofEvent: { 'transaction.accepted': (value) => `${value} of each sale` },
    capReward: (amount) => `at most ${amount} each`,
    capTransactions: (count) => `for ${count} sales`,
    capMonths: (count) => `for ${count} months`,
    capMonth: (amount) => `at most ${amount} a month`,
  };
  const figures = { money: (amount: number) => `£${amount / 100}`, percent: (bps: number) => `${bps / 100}%` };

  test('is told in one line, with its limits', () => {
    const offer = { type: 'percentage', bps: 1000, description: '', cap_customer_months: 12, cap_month: 5000 } as const;
    const sale = { event: 'transaction.accepted', offer } as const;
    expect(offerText(sale, words, figures)).toBe('10% of each sale, for 12 months, at most £50 a month');
    const lead = { event: 'lead.qualified', offer: { type: 'flat', value: 2500, description: '' } } as const;
    expect(offerText(lead, words, figures)).toBe('£25 for each');
  });

  test('is sent with the value of its type and the limits that are set, and says what it lacks', () => {
    const empty = valuesOf(undefined, 'transaction.accepted');
    expect(missingOf(empty)).toEqual(['name', 'bps']);
    const filled = { ...empty, name: 'Ten', bps: 1000, value: 5, description: ' Ten ', cap_month: 9 };
    expect(offerOf(filled)).toEqual({ type: 'percentage', bps: 1000, description: 'Ten', cap_month: 9 });
    expect(valuesOf(undefined, 'lead.qualified').type).toBe('flat');
  });
});

const shown = (field: Partial<ShownField>): ShownField => ({
  ...{ field_key: 'size', api_name: 'size', name: 'Size', type: 'text', help_text: null, placeholder_text: null },
  ...{ position: 0, required: false, hidden: false, built_in: false },
  ...field,
});

describe('the fields of a form', () => {
  test('come back as they were, whatever their type', () => {
    const options = [{ value: 's', label: 'Small' }];
    const fields = [
      shown({ minimum: 2, maximum: 9, help_text: 'How large?' }),
      shown({ type: 'number', decimals: 2, minimum: 0 }),
      shown({ type: 'date', minimum: '2026-01-01' }),
      shown({ type: 'multi_select', options, hidden: true, default_value: ['s'], maximum: 1 }),
      shown({ type: 'checkbox', hidden: true, default_value: true }),
      shown({ type: 'file', file_types: ['application/pdf'], max_bytes: 5_000_000 }),
    ];
    for (const field of fields) {
      const [input] = inputsOf([draftOf(field)]);
      const {
        api_name: _api,
        position: _position,
        built_in: _builtIn,
        help_text,
        placeholder_text: _none,
        ...rest
      } = field;
      expect(input).toEqual({ ...rest, ...(help_text === null ? {} : { help_text }) });
    }
  });

  test('get a key of their label, which no other has', () => {
    expect(keyFrom('Größe der Firma?', [])).toBe('gro_e_der_firma');
    expect(keyFrom('42', ['field_42'])).toBe('field_42_2');
    const drafts = [newDraft('text', 'a'), newDraft('text', 'b')].map((draft) => ({ ...draft, name: 'Team size' }));
    expect(inputsOf(drafts).map(({ field_key }) => field_key)).toEqual(['team_size', 'team_size_2']);
  });

  test('say what they lack: a label, options, a fixed value', () => {
    const draft = { ...newDraft('select', 'a'), hidden: true, required: true };
    expect(faultsOf(draft, [draft])).toEqual({ name: 'missing', options: 'options', fixed: 'fixed' });
    const other = { ...newDraft('number', 'b'), name: 'B', field_key: 'b', minimum: 3, maximum: 2, decimals: 7 };
    const same = { ...other, id: 'c' };
    expect(faultsOf(same, [other, same])).toEqual({ field_key: 'same', maximum: 'bounds', decimals: 'decimals' });
  });

  test('are essential exactly where the API insists on them', () => {
    for (const kind of FORM_KINDS) {
      const form = defaultForm(kind);
      for (const [at, field] of form.fields.entries()) {
        const fields = form.fields.with(at, { ...field, required: false });
        expect(formProblems(kind, { ...form, fields }).length > 0).toBe(isEssential(kind, field.key));
      }
    }
  });
});

test('stages keep their keys, new ones get one of their name, and what is wrong is said', () => {
  const stages = [
    { key: 'new', name: 'New', final: null },
    { key: 'won', name: 'Won', final: 'won' },
    { key: 'lost', name: 'Lost', final: 'lost' },
  ] as const;
  const drafts = stageDrafts(stages);
  expect(stagesOf(drafts)).toEqual(stages);
  const added = [...drafts, { id: 'x', key: '', name: 'New ', final: 'open' } as const];
  expect(stagesFault(added)).toBe('name');
  expect(stagesOf(added.with(3, { id: 'x', key: '', name: 'new!', final: 'open' })).at(3)?.key).toBe('new_2');
  expect(stagesFault(drafts.slice(1))).toBe('first');
  expect(stagesFault(drafts.slice(0, 2))).toBe('lost');
  expect(stagesFault(drafts)).toBeUndefined();
});

test('social content without a word is none', () => {
  const social = { title: 'A', x_handle: 'acme' };
  expect(socialValues({ social })).toMatchObject({ title: 'A', x_handle: '@acme', description: '' });
  expect(socialOf(socialValues({ social }))).toEqual({ title: 'A', x_handle: '@acme' });
  expect(socialOf(socialValues({ social: null }))).toBeNull();
});

test('a click on a heading shows the highest first, then the lowest, then the usual order', () => {
  expect(nextOrder('', 'revenue')).toBe('-revenue');
  expect(nextOrder('-revenue', 'revenue')).toBe('revenue');
  expect(nextOrder('revenue', 'revenue')).toBe('');
  expect(nextOrder('-revenue', 'name')).toBe('name');
  expect(orderOf('-clicks')).toEqual({ by: 'clicks', direction: 'down' });
  expect(orderOf('nothing')).toBeUndefined();
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
});
