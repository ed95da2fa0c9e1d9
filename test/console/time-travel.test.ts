import { dayAfter, type Happening, nextDayOfMonth, summarise } from '../../console/parts/time-travel.ts';

const at = (text: string): number => Date.parse(text);

test.each([
  ['2011-01-20T10:00:00Z', 1, '2011-02-01T12:00:00Z'],
  ['2011-02-01T12:00:00Z', 1, '2011-03-01T12:00:00Z'],
  ['2011-02-01T12:00:00Z', 8, '2011-02-08T12:00:00Z'],
  ['2011-12-20T10:00:00Z', 13, '2012-01-13T12:00:00Z'],
])('from %s the next day %i of a month is %s', (now, day, then) => {
  expect(nextDayOfMonth(at(now), day)).toBe(at(then));
});

test('a day on is the same time of the next day', () => {
  expect(dayAfter(at('2011-01-31T23:59:00Z'))).toBe(at('2011-02-01T23:59:00Z'));
});

test('the same mail to many people is one line, and states that nobody has words for are none', () => {
  const item = (id: number, kind: Happening['kind'], title: string, of: string): Happening => ({
    ...{ id, kind, title, of, at: `2011-02-01T00:00:0${id}.000Z` },
  });
  const items = [
    item(1, 'state', 'FirstPage', 'run'),
    item(2, 'state', 'OpenInvoice', 'month'),
    item(3, 'mail', 'Payment sent', 'anna'),
    item(4, 'mail', 'Payment sent', 'ben'),
  ];
  expect(summarise(items, (state) => state === 'OpenInvoice')).toEqual([
    { kind: 'state', title: 'OpenInvoice', at: '2011-02-01T00:00:02.000Z', count: 1, first: 'month' },
    { kind: 'mail', title: 'Payment sent', at: '2011-02-01T00:00:03.000Z', count: 2, first: 'anna' },
  ]);
});
