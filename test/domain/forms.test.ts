import fc from 'fast-check';
import { validateAnswers } from '../../domain/form-answers.ts';
import { type Answer, FIELD_TYPES, FORM_LIMITS, type FormField } from '../../domain/form-fields.ts';
import {
  defaultForm,
  FORM_KINDS,
  FormContent,
  type FormKind,
  formProblems,
  isBuiltIn,
  withBuiltInBounds,
} from '../../domain/forms.ts';

const OPTIONS = ['red', 'green', 'blue'].map((value) => ({ value, label: value.toUpperCase() }));

const field = (changes: Partial<FormField> = {}): FormField => ({
  key: 'extra',
  type: 'text',
  label: 'Extra',
  required: false,
  hidden: false,
  ...(changes.type === 'select' || changes.type === 'multi_select' ? { options: OPTIONS } : {}),
  ...changes,
});

/** What each type takes, what it makes of it, and what it refuses. */
const TYPES: Readonly<
  Record<FormField['type'], { good: readonly (readonly [unknown, Answer])[]; bad: readonly unknown[] }>
> = {
  text: {
    good: [
      ['a', 'a'],
      ['  two words ', 'two words'],
      ['<script>alert(1)</script>', '<script>alert(1)</script>'],
      ['=1+1', '=1+1'],
      ['a'.repeat(FORM_LIMITS.text), 'a'.repeat(FORM_LIMITS.text)],
    ],
    bad: ['a\nb', 'a\u0000', 'a\u2028b', 'a'.repeat(FORM_LIMITS.text + 1), 7, true, ['a'], { a: 1 }],
  },
  long_text: {
    good: [
      ['one\r\ntwo', 'one\ntwo'],
      ['one\ttwo\rthree', 'one\ttwo\nthree'],
    ],
    bad: ['a\u0000b', 'a'.repeat(FORM_LIMITS.long_text + 1), 7, ['a']],
  },
  number: {
    good: [
      [0, 0],
      [-1.5, -1.5],
      [0.000001, 0.000001],
      [1e12, 1e12],
    ],
    bad: ['7', Number.NaN, Number.POSITIVE_INFINITY, 1e13, 0.0000001, true, [1]],
  },
  email: {
    good: [[' a@b.example ', 'a@b.example']],
    bad: ['a', 'a@b', 'a b@c.example', '"a"@b.example', 'a@b.c\r\nd', 7],
  },
  phone: {
    good: [['+44 (0)20 7946-0000', '+44 (0)20 7946-0000']],
    bad: ['1234', 'call me', '+4412345x', '1'.repeat(21), 12345],
  },
  url: {
    good: [['https://a.example/b?c#d', 'https://a.example/b?c#d']],
    bad: [
      'a.example',
      'javascript:alert(1)',
      'data:text/html,a',
      'https://u:p@a.example',
      'https://a b.example',
      'ftp://a.example',
    ],
  },
  date: { good: [['2028-02-29', '2028-02-29']], bad: ['2026-02-29', '2026-13-01', '29.2.2028', '2026-1-1', 20260101] },
  select: { good: [['green', 'green']], bad: ['GREEN', 'yellow', 'toString', ['green'], 1] },
  multi_select: {
    good: [
      [
        ['blue', 'red'],
        ['red', 'blue'],
      ],
      [['green'], ['green']],
    ],
    bad: ['red', ['yellow'], ['red', 'red'], [1], { 0: 'red' }],
  },
  checkbox: {
    good: [
      [true, true],
      [false, false],
    ],
    bad: ['true', 1, 'on', [true]],
  },
  country: { good: [['GB', 'GB']], bad: ['gb', 'GBR', 'United Kingdom', 44] },
  file: {
    good: [['uploads/up_1/cv.pdf', 'uploads/up_1/cv.pdf']],
    bad: ['../etc/passwd', '/etc', 'a b', 'a'.repeat(301), {}],
  },
};

describe.each(FIELD_TYPES)('A field of the type %s', (type) => {
  const form = { fields: [field({ type })] };

  test.each(TYPES[type].good)('takes %j', (given, kept) => {
    expect(validateAnswers(form, { extra: given })).toEqual({ ok: true, answers: { extra: kept } });
  });

  test.each(TYPES[type].bad.map((given) => [given]))('refuses %j and names the field', (given) => {
    const read = validateAnswers(form, { extra: given });
    expect(read).toEqual({
      ok: false,
      problems: [expect.objectContaining({ param: 'extra', message: expect.any(String) })],
    });
  });

  test.each([undefined, null])('may be left out as %p unless it is required', (nothing) => {
    expect(validateAnswers(form, { extra: nothing })).toEqual({ ok: true, answers: {} });
    const required = { fields: [field({ type, required: true })] };
    const problems = [expect.objectContaining({ param: 'extra', message: 'Is required.' })];
    expect(validateAnswers(required, { extra: nothing })).toEqual({ ok: false, problems });
  });
});

describe('Bounds', () => {
  test.each<[Partial<FormField>, unknown, boolean]>([
    [{ type: 'number', minimum: 1, maximum: 3 }, 1, true],
    [{ type: 'number', minimum: 1, maximum: 3 }, 3, true],
    [{ type: 'number', minimum: 1, maximum: 3 }, 0, false],
    [{ type: 'number', minimum: 1, maximum: 3 }, 4, false],
    [{ type: 'number', decimals: 0 }, 1.5, false],
    [{ type: 'number', decimals: 2 }, 1.25, true],
    [{ type: 'number', decimals: 2 }, 1.255, false],
    [{ type: 'text', minimum: 2, maximum: 3 }, 'a', false],
    [{ type: 'text', minimum: 2, maximum: 3 }, 'abc', true],
    [{ type: 'text', minimum: 2, maximum: 3 }, 'abcd', false],
    [{ type: 'date', minimum: '2026-01-01', maximum: '2026-12-31' }, '2025-12-31', false],
    [{ type: 'date', minimum: '2026-01-01', maximum: '2026-12-31' }, '2026-12-31', true],
    [{ type: 'date', minimum: '2026-01-01', maximum: '2026-12-31' }, '2027-01-01', false],
    [{ type: 'multi_select', minimum: 2, maximum: 2 }, ['red'], false],
    [{ type: 'multi_select', minimum: 2, maximum: 2 }, ['red', 'blue'], true],
    [{ type: 'checkbox', required: true }, false, false],
    [{ type: 'checkbox', required: true }, true, true],
  ])('%j meets %j: %p', (changes, given, ok) => {
    expect(validateAnswers({ fields: [field(changes)] }, { extra: given }).ok).toBe(ok);
  });
});

describe('Answers', () => {
  test('of a hidden field are its default, unless the page has filled it', () => {
    const form = { fields: [field({ hidden: true, default_value: 'site' })] };
    expect(validateAnswers(form, {})).toEqual({ ok: true, answers: { extra: 'site' } });
    expect(validateAnswers(form, { extra: 'blog' })).toEqual({ ok: true, answers: { extra: 'blog' } });
  });

  test.each(['surprise', '__proto__', 'constructor', 'prototype', 'toString', 'extra.x', ''])(
    'to a field called %j that the form does not have are refused, and change nothing',
    (name) => {
      const given: unknown = JSON.parse(`{"extra":"a",${JSON.stringify(name)}:{"polluted":1}}`);
      const read = validateAnswers({ fields: [field()] }, given);
      expect(read).toEqual({
        ok: false,
        problems: [expect.objectContaining({ param: name, message: 'There is no such field.' })],
      });
      expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
    },
  );

  test.each([undefined, null, 7, 'a', [], [{ extra: 'a' }]])('are an object, which %j is not', (given) => {
    expect(validateAnswers({ fields: [field()] }, given)).toMatchObject({ ok: false, problems: [{ param: '' }] });
  });
});

describe.each(FORM_KINDS)('The form of the kind %s', (kind) => {
  test('is valid as it is at first, and holds its built-in fields', () => {
    const form = defaultForm(kind);
    expect(FormContent.parse(form)).toEqual(form);
    expect(formProblems(kind, form)).toEqual([]);
    expect(form.fields.every(({ key }) => isBuiltIn(kind, key))).toBe(true);
  });

  test('cannot lose a built-in field or change what it is, but can change its words and order', () => {
    const form = defaultForm(kind);
    for (const [at, own] of form.fields.entries()) {
      const without = { ...form, fields: form.fields.filter((other) => other !== own) };
      expect(formProblems(kind, without)).toMatchObject([{ param: 'fields' }]);
      const replace = (changes: Partial<FormField>) => ({
        ...form,
        fields: form.fields.with(at, { ...own, ...changes }),
      });
      const type = own.type === 'text' ? 'long_text' : 'text';
      expect(formProblems(kind, replace({ type }))[0]?.param).toMatch(`fields.${at}.`);
      expect(formProblems(kind, replace({ label: 'Other', help_text: 'Help', required: true }))).toEqual([]);
    }
    expect(formProblems(kind, { ...form, fields: form.fields.toReversed() })).toEqual([]);
  });

  test('needs no bounds of built-in fields to be repeated', () => {
    const form = defaultForm(kind);
    const bare = form.fields.map(({ minimum: _least, maximum: _most, decimals: _decimals, ...rest }) => rest);
    expect(withBuiltInBounds(kind, bare)).toEqual(form.fields);
  });
});

describe('A definition is refused', () => {
  const kind: FormKind = 'lead';
  const problemsWith = (changes: Partial<FormField>) => {
    const form = defaultForm(kind);
    return formProblems(kind, { ...form, fields: [...form.fields, field(changes)] });
  };
  const at = defaultForm(kind).fields.length;

  test.each<[string, Partial<FormField>, string]>([
    ['with a key twice', { key: 'email' }, 'key'],
    ['with a choice without options', { type: 'select', options: undefined }, 'options'],
    ['with an option twice', { type: 'select', options: [...OPTIONS, ...OPTIONS] }, 'options'],
    ['with options of a text', { options: OPTIONS }, 'options'],
    ['with bounds of a checkbox', { type: 'checkbox', minimum: 1 }, 'minimum'],
    ['with a day as the bound of a number', { type: 'number', maximum: '2026-01-01' }, 'maximum'],
    ['with a number as the bound of a day', { type: 'date', minimum: 1 }, 'minimum'],
    ['with a length that no text has', { maximum: FORM_LIMITS.text + 1 }, 'maximum'],
    ['with bounds that exclude each other', { type: 'number', minimum: 2, maximum: 1 }, 'maximum'],
    ['with decimals of a text', { decimals: 2 }, 'decimals'],
    ['with file types of a text', { file_types: ['image/png'] }, 'file_types'],
    ['with a size of a text', { max_bytes: 5 }, 'max_bytes'],
    ['with a hidden file', { type: 'file', hidden: true }, 'hidden'],
    ['with a default that is shown', { default_value: 'a' }, 'default_value'],
    ['with a default of another type', { hidden: true, default_value: 7 }, 'default_value'],
    ['with an empty default', { hidden: true, default_value: ' ' }, 'default_value'],
    ['with a required hidden field without default', { hidden: true, required: true }, 'default_value'],
  ])('%s', (_title, changes, attribute) => {
    expect(problemsWith(changes)).toEqual([
      expect.objectContaining({ param: `fields.${at}.${attribute}`, message: expect.any(String) }),
    ]);
  });

  test.each(['Email', '1st', 'with-dash', 'a'.repeat(41), '__proto__', 'constructor', 'prototype', ''])(
    'with a field called %j',
    (key) => {
      const form = defaultForm(kind);
      expect(FormContent.safeParse({ ...form, fields: [field({ key })] }).success).toBe(false);
    },
  );
});

/** Any field, and an answer that it takes. */
const answerTo = (own: FormField): fc.Arbitrary<Answer> => {
  const [first, ...others] = TYPES[own.type].good.map(([, kept]) => kept);
  return fc.constantFrom(first ?? '', ...others);
};
const anyForm = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...FIELD_TYPES), fc.boolean()), {
    minLength: 1,
    maxLength: 20,
    selector: (x) => x,
  })
  .map((types) => types.map(([type, required], index) => field({ key: `f${index}`, type, required })));
const answered = anyForm.chain((fields) =>
  fc
    .tuple(fc.constant(fields), fc.tuple(...fields.map((own) => answerTo(own))))
    .filter(([own, answers]) => own.every((one, index) => !(one.required && answers[index] === false))),
);

describe('Whatever a form asks', () => {
  test('answers that fit are kept, and reading them again changes nothing', () => {
    fc.assert(
      fc.property(answered, ([fields, list]) => {
        const given = Object.fromEntries(fields.map((own, index) => [own.key, list[index]]));
        const read = validateAnswers({ fields }, given);
        expect(read.ok).toBe(true);
        if (read.ok) expect(validateAnswers({ fields }, read.answers)).toEqual(read);
      }),
    );
  });

  test('one answer that does not fit is refused and named, and no other is', () => {
    fc.assert(
      fc.property(answered, fc.nat(), fc.nat(), ([fields, list], which, wrong) => {
        const spoiled = which % fields.length;
        const own = fields[spoiled];
        if (own === undefined) return;
        const given = Object.fromEntries(fields.map((one, index) => [one.key, list[index]]));
        const { bad } = TYPES[own.type];
        const read = validateAnswers({ fields }, { ...given, [own.key]: bad[wrong % bad.length] });
        expect(read).toEqual({
          ok: false,
          problems: [expect.objectContaining({ param: own.key, message: expect.any(String) })],
        });
      }),
    );
  });

  test('anything at all is answered by answers or problems, and never throws', () => {
    fc.assert(
      fc.property(
        anyForm,
        fc.dictionary(fc.constantFrom('f0', 'f1', 'f2', '__proto__', 'x'), fc.anything()),
        (fields, given) => {
          const read = validateAnswers({ fields }, given);
          if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
