import { isVatNumber, vatNumber } from '../../domain/vat.ts';

describe('VAT numbers', () => {
  test.each([
    ['DE 123 456 789', 'DE123456789'],
    ['atu12345678', 'ATU12345678'],
    ['CHE-123.456.789 MWST', 'CHE123456789MWST'],
  ])('%s is kept as %s', (text, number) => {
    expect(vatNumber(text)).toBe(number);
  });

  test.each([
    ['DE123456789', 'DE'],
    ['ATU12345678', 'AT'],
    ['EL123456789', 'GR'],
    ['GB123456789', 'GB'],
    ['XI123456789', 'GB'],
    ['CHE123456789MWST', 'CH'],
    ['CHE123456789', 'LI'],
    ['NL123456789B01', 'NL'],
    ['FRXX123456789', 'FR'],
    ['12-3456789'.replace('-', ''), 'US'],
  ])('%s has the form of %s', (number, country) => {
    expect(isVatNumber(number, country)).toBe(true);
  });

  test.each([
    ['DE12345678', 'DE'],
    ['ATU12345678', 'DE'],
    ['123456789', 'DE'],
    ['GR123456789', 'GR'],
    ['U12345678', 'AT'],
    ['', 'US'],
    ['a b', 'US'],
  ])('%s is no number of %s', (number, country) => {
    expect(isVatNumber(number, country)).toBe(false);
  });
});
