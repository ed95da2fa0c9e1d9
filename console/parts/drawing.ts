import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { locale } from '../app/language.ts';
import { parts } from '../app/texts.ts';
import type { ChartData } from './chart-data.ts';
import { dayText } from './figures.tsx';

const HEIGHT = 200;
const COLOURS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4'];

const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A custom property may be `light-dark(…)`; drawn on a canvas it must be one colour. */
const resolve = (place: HTMLElement, name: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color === '' ? colourOf(name) : color;
};

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

/** Draws a chart into a place, as wide as it is. Answers what takes it away again. */
export const draw = (place: HTMLElement, { days, series, text, short = text }: ChartData): (() => void) => {
  const [ink, grid] = [resolve(place, '--muted'), resolve(place, '--line')];
  const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: '12px system-ui' };
  const date = new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const chart = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => new Date(seconds * 1000),
      cursor: { y: false, points: { size: 7 } },
      legend: { live: true, show: true },
      scales: { y: { range: (_chart, _least, most) => [0, most <= 0 ? 1 : most * 1.1] } },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          values: (_chart, ticks) => ticks.map((tick) => date.format(tick * 1000)),
          space: 70,
        },
        {
          ...axis,
          size: 58,
          values: (_chart, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? short(tick) : '')),
        },
      ],
      series: [
        {
          label: parts.t.chart.day,
          value: (_chart, seconds) =>
            seconds === null ? '' : dayText(new Date(seconds * 1000).toISOString().slice(0, 10)),
        },
        ...series.map((each, at) => {
          const stroke = resolve(place, COLOURS[at % COLOURS.length] ?? '--chart-1');
          return {
            label: each.title,
            stroke,
            width: 2,
            fill: series.length === 1 ? `color-mix(in srgb, ${stroke} 12%, transparent)` : undefined,
            points: { show: days.length < 3 },
            value: (_chart: uPlot, value: number | null) => (value === null ? '' : text(value)),
          };
        }),
      ],
    },
    [days.map(instantOf), ...series.map(({ values }) => [...values])],
    place,
  );
  const sizes = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT }));
  sizes.observe(place);
  return () => {
    sizes.disconnect();
    chart.destroy();
  };
};
