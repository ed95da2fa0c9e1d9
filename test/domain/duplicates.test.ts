import fc from 'fast-check';
import { normalisedName, signsOf } from '../../domain/duplicates.ts';

describe('names of accounts', () => {
  test.each([
    ['Acme', 'acme'],
    ['ACME Ltd.', 'acme'],
    ['  acme,  Inc ', 'acme'],
    ['Société Générale S.A.', 'societe generale'],
    ['Müller & Söhne GmbH', 'muller and sohne'],
    ['O’Neill’s', 'oneills'],
    ['The Co', 'the'],
    ['Ltd', 'ltd'],
    ['北京 公司', '北京 公司'],
    ['...', ''],
  ])('%j is compared as %j', (name, expected) => {
    expect(normalisedName(name)).toBe(expected);
  });

  test('a normalised name is normalised', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const once = normalisedName(name);
        expect(normalisedName(once)).toBe(once);
      }),
    );
  });
});

describe('the signs of a deal', () => {
  test('are its contact, the domain of a company, its account, and the id of the account', () => {
    const deal = { contact_email: 'Ann@Shop.Example', account_name: 'Shop Ltd', account_key: 'A-1' };
    expect(signsOf(deal)).toEqual(['email:ann@shop.example', 'domain:shop.example', 'account:shop', 'key:A-1']);
  });

  test('the domain of a public mail service says nothing', () => {
    expect(signsOf({ contact_email: 'ann@gmail.com' })).toEqual(['email:ann@gmail.com']);
  });

  test('a deal that says nothing has none', () => {
    expect(signsOf({ account_name: '!' })).toEqual([]);
  });
});
