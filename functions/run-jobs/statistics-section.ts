import { addCounters, type Counters, hasFigures, type Reported } from '../../domain/statistics.ts';
import { byDay, countsView, type Range, subjectPage } from '../shared/statistics.ts';
import { type SubjectName, withNames } from '../shared/statistics-names.ts';
import { type Exported, type ReadPage, ROWS } from './read-page.ts';

/** Subjects are read with all their days: fewer of them at once where each day makes a row. */
const SUBJECTS = 50;

type Named = Partial<SubjectName>;

/** What a row tells of its subject. */
const columnsOf = (by: Reported | 'program', named: Named): object => {
  const partner = { partnership_key: named.partnership_key, partner_key: named.partner_key };
  switch (by) {
    case 'program':
      return {};
    case 'group':
      return { group_key: named.key, group_name: named.name };
    case 'partnership':
      return { ...partner, partner_name: named.name };
    case 'link':
      return { ...partner, link_key: named.key, link_name: named.name, link_url: named.url };
  }
};

/** The rows of a subject: one for each day on which something happened, or one for the whole period. */
const rowsOf = (
  { program, request }: Exported,
  range: Range,
  named: Named,
  counters: ReadonlyMap<string, Counters>,
): readonly object[] => {
  const days = [...counters].filter(([, figures]) => hasFigures(figures));
  const { by = 'partnership', per = 'period' } = request;
  const whole = { ...columnsOf(by, named), currency: program.currency };
  switch (per) {
    case 'day':
      return days
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, figures]) => ({
          ...{ day, ...whole },
          ...countsView(figures),
        }));
    case 'period': {
      const { from, to } = range;
      return days.length === 0
        ? []
        : [{ from, to, ...whole, ...countsView(days.map(([, figures]) => figures).reduce(addCounters, {})) }];
    }
  }
};

/** Figures of the days that are asked for. */
export const statistics: ReadPage = async (exported, after) => {
  const { store, program, request } = exported;
  const { by = 'partnership', per = 'period', from = '', to = '' } = request;
  const range: Range = { program, from, to };
  if (by === 'program') {
    return { rows: rowsOf(exported, range, {}, await byDay(store, range, by, program.key)), next: undefined };
  }
  const query = { limit: per === 'day' ? SUBJECTS : ROWS, starting_after: after };
  const { subjects, rest } = await subjectPage(store, range, by, query);
  const named = await withNames(exported, program.key, by, subjects);
  return {
    rows: named.flatMap((subject) => rowsOf(exported, range, subject, subject.days)),
    next: rest.has_more ? subjects.at(-1)?.subject : undefined,
  };
};
