import { useState } from 'preact/hooks';
import { changeQuery, place } from '../../../app/router.ts';
import { Button } from '../../../parts/button.tsx';
import { daysApart } from '../../../parts/days.ts';
import { ExportDialog } from '../../../parts/export-dialog.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { api, may } from '../../../session/person.ts';
import { chosenRange, PRESETS, presetOf, type Range, rangeOf } from './periods.ts';
import { reports } from './texts.ts';

/** The period that the address names. */
export const usePeriod = () => {
  const { query } = place.value;
  const [name, from, to] = ['period', 'from', 'to'].map((each) => query.get(each) ?? '');
  const own = chosenRange(from ?? '', to ?? '');
  return {
    name: own === undefined ? presetOf(name ?? '') : ('own' as const),
    own,
    /** What an answer depends on. */
    of: [name, from, to],
    /** The days, seen from the program's own today: that is what the API says, since clocks here may be moved. */
    range: async (): Promise<Range> => {
      if (own !== undefined) return own;
      const preset = presetOf(name ?? '');
      if (preset === 'days') return {};
      return rangeOf(preset, (await api.get('/v2/statistics')).to);
    },
  };
};
type Period = ReturnType<typeof usePeriod>;

/** How many days a range has that was answered. */
export const lengthOf = ({ from, to }: { readonly from: string; readonly to: string }): number =>
  daysApart(from, to) + 1;

/** What a report goes over, once it is known. */
interface Shown {
  readonly from: string;
  readonly to: string;
}

const OwnDays = ({ from, to }: Shown) => {
  const { t } = reports;
  const change = (changes: Partial<Shown>): void => {
    const next = { from, to, ...changes };
    void changeQuery({ ...next, period: undefined, after: undefined }, true);
  };
  return (
    <>
      <TextFilter type="date" label={t.from} value={from} set={(value) => change({ from: value })} />
      <TextFilter type="date" label={t.to} value={to} set={(value) => change({ to: value })} />
    </>
  );
};

interface PeriodFilterProps {
  readonly period: Period;
  readonly shown: Shown | undefined;
  /** Where subjects are compared, there are figures of a few months only. */
  readonly compared?: boolean;
}

/** Chooses the period: one of the presets, or days of one's own. */
export const PeriodFilter = ({ period, shown, compared = false }: PeriodFilterProps) => {
  const { t } = reports;
  const presets = [...PRESETS, 'own' as const].filter((name) => name !== 'year' || !compared || period.name === name);
  const choose = (name: string): void => {
    const days = name === 'own' && shown !== undefined ? { from: shown.from, to: shown.to } : {};
    const plain = { from: undefined, to: undefined, after: undefined };
    void changeQuery({ ...plain, period: name === 'own' || name === 'days' ? undefined : name, ...days }, true);
  };
  return (
    <>
      <SelectFilter
        needed
        label={t.period}
        value={period.name}
        set={choose}
        options={presets.map((value) => ({ value, title: t.periods[value] }))}
      />
      {period.name === 'own' && period.own?.from !== undefined && period.own.to !== undefined ? (
        <OwnDays from={period.own.from} to={period.own.to} />
      ) : null}
    </>
  );
};

const VIEWS = [
  ['', 'days'],
  ['/groups', 'groups'],
  ['/partners', 'partners'],
  ['/links', 'links'],
] as const;

/** The reports, each with the period that is chosen. */
export const Views = () => {
  const { t } = reports;
  const { path, query } = place.value;
  const kept = new URLSearchParams(
    ['period', 'from', 'to'].flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value]];
    }),
  ).toString();
  return (
    <Tabs
      label={t.views}
      of={VIEWS.map(([end, name]) => ({
        to: `/reports${end}${kept === '' ? '' : `?${kept}`}`,
        title: t.by[name],
        current: path.replace(/\/$/, '') === `/reports${end}`,
      }))}
    />
  );
};

interface ExportProps {
  readonly by: 'program' | 'group' | 'partnership' | 'link';
  readonly shown: Shown | undefined;
}

/** Everything of the period as a file, by day or in sum, made in the background. */
export const ExportButtons = ({ by, shown }: ExportProps) => {
  const { t } = reports;
  const [per, setPer] = useState<'day' | 'period'>();
  if (!may('exports:write')) return null;
  // Their room is theirs from the beginning: what stands below them on a phone does not move.
  const waiting = shown === undefined;
  return (
    <>
      <Button disabled={waiting} onClick={() => setPer('day')}>
        {t.exportDays}
      </Button>
      {by === 'program' ? null : (
        <Button disabled={waiting} onClick={() => setPer('period')}>
          {t.exportSums}
        </Button>
      )}
      {per === undefined || waiting ? null : (
        <ExportDialog
          title={per === 'day' ? t.exportDays : t.exportSums}
          body={{ kind: 'statistics', by, per, from: shown.from, to: shown.to, byte_order_mark: true }}
          close={() => setPer(undefined)}
        />
      )}
    </>
  );
};
