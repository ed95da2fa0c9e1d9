import { type InvoiceFacts, invoiceDocument, languageOf } from '../../domain/invoice-document.ts';

const facts = (changes: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  ...{ program: 'Acme', key: 'inv_1_202601', period: '2026-01', from: '2026-01-01', to: '2026-01-31' },
  ...{ state: 'in_review', currency: 'EUR', opened: '2026-02-01', charged: '2026-02-08' },
  ...{ reward_amount: 150_000, second_tier_amount: 0, clawback_amount: 500, carried_in: -100, carried_out: -600 },
  ...{ payables: 150_000, fee: 3_000, total: 153_000 },
  lines: [
    { name: 'anna', reward_amount: 150_000, clawback_amount: 0, carried_in: 0, carried_out: 0, payable: 150_000 },
    { name: 'bert', reward_amount: 0, clawback_amount: 500, carried_in: -100, carried_out: -600, payable: 0 },
  ],
  left_out: { lines: 0, payable: 0 },
  ...changes,
});

const billed = {
  ...{ name: 'Acme GmbH', address_line_1: 'Lindenstraße 5', postal_code: '10969', city: 'Berlin' },
  ...{ country: 'DE', vat_number: 'DE123456789', reference: 'PO 17' },
};

describe('The document of an invoice', () => {
  test('says in English what it is, when it is charged and how it stands', () => {
    const document = invoiceDocument(facts(), 'en');
    expect(document.title).toBe('Invoice of the partner program Acme, January 2026');
    expect(document.facts).toEqual([
      ['Number', 'inv_1_202601'],
      ['Period', '1 January 2026 – 31 January 2026'],
      ['Opened on', '1 February 2026'],
      ['Charged on', '8 February 2026'],
      ['State', 'in review, may still change'],
    ]);
    expect(document.page(2, 3)).toBe('Page 2 of 3');
  });

  test('is whole in German', () => {
    const document = invoiceDocument(facts({ billed, state: 'paid', paid: '2026-02-08' }), 'de');
    expect(document.title).toBe('Rechnung des Partnerprogramms Acme, Januar 2026');
    expect(document.billedTo.lines).toEqual([
      ...['Acme GmbH', 'Lindenstraße 5', '10969 Berlin', 'Deutschland', 'USt-IdNr.: DE123456789', 'Referenz: PO 17'],
    ]);
    expect(document.facts.slice(3)).toEqual([
      ['Bezahlt am', '8. Februar 2026'],
      ['Stand', 'bezahlt'],
    ]);
    expect(document.total).toEqual(['Gesamtbetrag', '1.530,00 EUR']);
  });

  test('has amounts that sum up, in the summary and in every row', () => {
    const { sums, total, table } = invoiceDocument(facts(), 'en');
    expect(sums.rows).toEqual([
      ['Rewards', 'EUR 1,500.00'],
      ['Taken back by refunds', '-EUR 5.00'],
      ['Carried in from the month before', '-EUR 1.00'],
      ['Carried out to the next month', 'EUR 6.00'],
      ['Payable to partners', 'EUR 1,500.00'],
      ['Fee', 'EUR 30.00'],
    ]);
    expect(total).toEqual(['Total', 'EUR 1,530.00']);
    expect(table.rows).toEqual([
      ['anna', 'EUR 1,500.00', 'EUR 0.00', 'EUR 0.00', 'EUR 0.00', 'EUR 1,500.00'],
      ['bert', 'EUR 0.00', '-EUR 5.00', '-EUR 1.00', 'EUR 6.00', 'EUR 0.00'],
    ]);
  });

  test('tells of recruits, a note, missing details and left out lines only where there are any', () => {
    const plain = invoiceDocument(facts(), 'en');
    expect(plain.billedTo.lines).toEqual(['No billing details were given.']);
    expect([plain.note, plain.table.more]).toEqual([undefined, undefined]);
    const full = invoiceDocument(
      facts({ second_tier_amount: 250, note: 'Looks right.', left_out: { lines: 12, payable: 3_456 } }),
      'en',
    );
    expect(full.sums.rows[1]).toEqual(['of which for recruited partners', 'EUR 2.50']);
    expect(full.note).toEqual({ heading: 'Note', text: 'Looks right.' });
    expect(full.table.more).toBe('and 12 more partners with EUR 34.56: the CSV export has them all.');
  });

  test.each([
    ['DE', 'de'],
    ['AT', 'de'],
    ['GB', 'en'],
    [undefined, 'en'],
  ])('for a merchant in %s is in %s unless another language is asked for', (country, language) => {
    expect(languageOf(country)).toBe(language);
  });
});
