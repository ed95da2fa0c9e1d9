import fc from 'fast-check';
import { merge, unknownField } from '../../domain/creatives.ts';

const VALUES = { link: 'https://go.example/anna', partner_name: 'Anna', program_name: 'Acme' };

test('Merge fields are filled in, as often as they stand there; other braces stay', () => {
  expect(merge('{partner_name} says: {link} {link} {} {Link} { link }', VALUES)).toBe(
    'Anna says: https://go.example/anna https://go.example/anna {} {Link} { link }',
  );
});

test('What is filled in is not read again', () => {
  const values = { ...VALUES, partner_name: '{link}$&' };
  expect(merge('{partner_name}', values)).toBe('{link}$&');
});

test('A merge field that there is not is named', () => {
  expect(unknownField('Hello {partner_name}, {coupon}')).toBe('coupon');
  expect(unknownField('Hello {partner_name}')).toBeUndefined();
  expect(unknownField('{constructor}')).toBe('constructor');
});

test('A text without braces stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string().map((text) => text.replaceAll(/[{}]/g, '')),
      (text) => merge(text, VALUES) === text,
    ),
  );
});
