import { partnerName } from '../../domain/partner-names.ts';

describe('What a partner is called', () => {
  it.each([
    { $case: 'by both names', of: { first_name: 'Anna', last_name: 'Ashe', company: 'Ashe Ltd' }, name: 'Anna Ashe' },
    { $case: 'by one name', of: { last_name: 'Ashe' }, name: 'Ashe' },
    { $case: 'by the company of whoever has no name', of: { first_name: '', company: 'Ashe Ltd' }, name: 'Ashe Ltd' },
    { $case: 'by nothing', of: { company: '' }, name: undefined },
  ])('is said $case', ({ of, name }) => {
    expect(partnerName(of)).toBe(name);
  });
});
