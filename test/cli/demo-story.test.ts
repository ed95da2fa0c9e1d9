import { join } from 'node:path';
import { headersOf } from '../../cli/demo-story/browsers.ts';
import { visitsToMake } from '../../cli/demo-story/clicks.ts';
import { peopleOf } from '../../cli/demo-story/people.ts';
import { banner, logo } from '../../cli/demo-story/pictures.ts';
import { planOf, type Visit } from '../../cli/demo-story/plan.ts';
import { readable } from '../../cli/demo-story/readable.ts';
import { recountFiles } from '../../cli/recount/from-files.ts';
import { invoicesTable, partnersTable } from '../../cli/recount/tables.ts';
import { readEventFiles, readProgramFile } from '../../cli/replay/files.ts';
import { judgeVisit } from '../../domain/clicks.ts';
import { imageIn } from '../../domain/images.ts';
import { slugProblem } from '../../domain/links.ts';

const folder = join(__dirname, '../../cli/demo');
const file = readProgramFile(join(folder, 'p1-lifetime-sales.json'));
const events = readEventFiles([join(folder, 'online-retail-h1.jsonl.gz')]);
const UNTIL = Date.parse('2011-06-03T07:00:00Z');
const plan = planOf(file, events, UNTIL);
const joinedAt = new Map(file.partners.map((partner) => [partner.id, Date.parse(partner.joinedAt)]));
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

describe('The partners of the demo', () => {
  test('have a name, an address for examples and a country each, and slugs that no two share and that links may have', () => {
    const people = [...peopleOf(file.partners).values()];
    expect(people).toHaveLength(file.partners.length);
    expect(
      people.every(({ first_name, last_name, country }) => first_name && last_name && /^[A-Z]{2}$/.test(country)),
    ).toBe(true);
    expect(new Set(people.map(({ slug }) => slug)).size).toBe(people.length);
    expect(new Set(people.map(({ email }) => email)).size).toBe(people.length);
    expect(people.filter(({ email }) => !/^[a-z.-]+@partners\.example$/.test(email))).toEqual([]);
    expect(people.flatMap(({ slug }) => slugProblem(`${slug}-spring`) ?? [])).toEqual([]);
    expect(new Set(people.map(({ country }) => country)).size).toBeGreaterThan(8);
  });

  test('are the same whenever they are asked for, and are British where their tags say so', () => {
    expect([...peopleOf(file.partners)]).toEqual([...peopleOf(file.partners)]);
    const people = peopleOf(file.partners);
    const british = file.partners.filter(({ tags }) => tags.includes('uk') && !tags.includes('eu'));
    expect(new Set(british.map(({ id }) => people.get(id)?.country))).toEqual(new Set(['GB']));
  });
});

describe('The clicks of the demo', () => {
  test('are a few thousand, the same ones each time, and more from month to month', () => {
    expect(planOf(file, events, UNTIL)).toEqual(plan);
    const { length } = plan.visits;
    expect(length).toBeGreaterThan(2_000);
    expect(length).toBeLessThan(5_000);
    const byMonth = Map.groupBy(plan.visits, ({ at }) => monthOf(at));
    const [january = 0, may = 0] = ['2011-01', '2011-05'].map((month) => byMonth.get(month)?.length);
    expect(may).toBeGreaterThan(3 * january);
  });

  test('come when the partner has made the link, and never after the clock of the demo', () => {
    const made = new Map(plan.links.map(({ partner, link, at }) => [`${partner} ${link}`, at]));
    const early = plan.visits.filter(({ partner, link, at }) => at <= (made.get(`${partner} ${link}`) ?? UNTIL));
    expect(early).toEqual([]);
    expect(plan.visits.filter(({ at }) => at >= UNTIL)).toEqual([]);
  });

  test('are judged as what they are: of persons, of programs, and of pages fetched unasked', () => {
    const judged = (kind: Visit['kind']) =>
      judgeVisit({ method: 'GET', headers: headersOf({ kind, visitor: 'somebody' }) });
    expect(judged('person')).toBeUndefined();
    expect(judged('bot')).toBe('bot');
    expect(judged('preview')).toBe('preview');
    expect(judged('ahead')).toBe('prefetch');
    expect(headersOf({ kind: 'again', visitor: 'a' })).toEqual(headersOf({ kind: 'person', visitor: 'a' }));
    expect(headersOf({ kind: 'person', visitor: 'b' })).not.toEqual(headersOf({ kind: 'person', visitor: 'a' }));
    expect(new Set(plan.visits.map(({ kind }) => kind)).size).toBe(5);
  });

  test('bring customers between the joining of their partner and their first purchase, so that nothing else is paid', () => {
    const first = new Map<string, number>();
    for (const { customer, at } of events) {
      if (customer !== null && !first.has(customer)) first.set(customer, Date.parse(at));
    }
    expect(plan.signUps.length).toBeGreaterThan(300);
    for (const { at, partner, customer } of plan.signUps) {
      expect(at).toBeGreaterThan(joinedAt.get(partner) ?? UNTIL);
      expect(at).toBeLessThan(first.get(customer) ?? 0);
      const click = plan.visits.find((visit) => visit.customer === customer);
      expect(click).toMatchObject({ partner, kind: 'person' });
      expect(click?.at).toBeLessThan(at);
    }
  });
});

describe('An interrupted filling', () => {
  const visit = (time: string, visitor: string): Visit => ({
    ...{ at: Date.parse(`2011-01-${time}:00Z`), partner: 'P001', link: 0, kind: 'person', visitor },
  });
  const visits = [visit('04T09:00', 'a'), visit('04T15:00', 'b'), visit('05T09:00', 'c'), visit('05T10:00', 'd')];
  const left = (counted: Readonly<Record<string, number>>, before: string): readonly string[] =>
    visitsToMake(
      visits,
      () => 'anna',
      new Map(Object.entries(counted).map(([day, count]) => [day, new Map([['anna', count]])])),
      Date.parse(before),
    ).map(({ visitor }) => visitor);

  test('makes only those clicks that were not counted on their day', () => {
    expect(left({}, '2011-01-01T00:00:00Z')).toEqual(['a', 'b', 'c', 'd']);
    expect(left({ '2011-01-04': 2, '2011-01-05': 1 }, '2011-01-04T08:00:00Z')).toEqual(['d']);
    expect(left({ '2011-01-04': 2, '2011-01-05': 2 }, '2011-01-04T08:00:00Z')).toEqual([]);
  });

  test('takes what lies before the day on which it was interrupted for done', () => {
    expect(left({ '2011-01-04': 1 }, '2011-01-04T12:00:00Z')).toEqual(['b', 'c', 'd']);
    expect(left({ '2011-01-04': 2 }, '2011-01-04T12:00:00Z')).toEqual(['c', 'd']);
  });
});

describe('The names in the program of the demo', () => {
  test('change no figure of any month', () => {
    const months = (of: typeof file) => recountFiles(of, events).months.filter((month) => month.lively);
    const [plain, named] = [months(file), months(readable(file))];
    expect(invoicesTable(named)).toBe(invoicesTable(plain));
    expect(partnersTable(named).toLowerCase()).toBe(partnersTable(plain).toLowerCase());
  });

  test('are words that people understand: no key, and to partners no segment', () => {
    const { offers, segments } = readable(file);
    const names = segments.map(({ id }) => id);
    for (const { id, description } of offers) {
      expect(id).not.toMatch(/^O\d$/);
      expect(description).not.toMatch(/\bS\d\b|segment/i);
      expect(names.filter((name) => description.includes(name))).toEqual([]);
    }
  });
});

test('The pictures of the demo are pictures of their sizes', () => {
  expect(imageIn(banner())).toEqual({ type: 'image/png', width: 468, height: 60 });
  expect(imageIn(logo())).toEqual({ type: 'image/png', width: 80, height: 80 });
});
