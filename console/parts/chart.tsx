import { useEffect, useRef, useState } from 'preact/hooks';
import { language } from '../app/language.ts';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import type { ChartData } from './chart-data.ts';
import { dayText } from './figures.tsx';
import { ScrollFrame } from './scroll-frame.tsx';
import { theme } from './theme.ts';

const AsTable = ({ title, days, series, text }: ChartData) => (
  <ScrollFrame label={title} look="table-frame chart-table">
    <table class="table">
      <caption class="unseen">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{parts.t.chart.day}</th>
          {series.map((each) => (
            <th key={each.title} scope="col" class="end">
              {each.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day, at) => (
          <tr key={day}>
            <th scope="row">{dayText(day)}</th>
            {series.map((each) => (
              <td key={each.title} class="end" data-title={each.title}>
                {text(each.values[at] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollFrame>
);

const Drawing = (chart: ChartData) => {
  const frame = useRef<HTMLDivElement>(null);
  const [shownTheme, shownLanguage] = [theme.value, language.value];
  useEffect(() => {
    const place = frame.current;
    if (place === null) return undefined;
    let end: (() => void) | undefined;
    let gone = false;
    void import('./drawing.ts').then(({ draw }) => {
      if (!gone) end = draw(place, chart);
    });
    return () => {
      gone = true;
      end?.();
    };
  }, [shownTheme, shownLanguage, JSON.stringify([chart.title, chart.days, chart.series])]);
  // Several lines are told apart by their legend, one needs none until somebody points at it.
  const look = chart.series.length > 1 ? 'chart-frame chart-many' : 'chart-frame';
  return <div ref={frame} class={look} role="img" aria-label={chart.title} />;
};

/** Values over days, as a chart; the same values as a table for whoever would rather read. */
export const Chart = (chart: ChartData) => {
  const [asTable, setAsTable] = useState(false);
  if (chart.series.every(({ values }) => values.every((value) => value === 0))) {
    return (
      <figure class="chart">
        <figcaption>
          <span class="chart-title">{chart.title}</span>
        </figcaption>
        <p class="chart-nothing">{parts.t.chart.nothing}</p>
      </figure>
    );
  }
  return (
    <figure class="chart">
      <figcaption>
        <span class="chart-title">{chart.title}</span>
        {chart.sum === undefined ? null : <span class="chart-sum">{chart.sum}</span>}
        <Button kind="plain" onClick={() => setAsTable(!asTable)}>
          {asTable ? parts.t.chart.asChart : parts.t.chart.asTable}
          <span class="unseen">: {chart.title}</span>
        </Button>
      </figcaption>
      {asTable ? <AsTable {...chart} /> : <Drawing {...chart} />}
    </figure>
  );
};
