import type { ComponentChildren } from 'preact';
import { minorDigits } from '../../domain/money.ts';
import { locale } from '../app/language.ts';
import { parts } from '../app/texts.ts';

/** An amount of minor units as a text with its currency. */
export const moneyText = (amount: number, currency: string): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency }).format(amount / 10 ** minorDigits(currency));

/** An amount as short as it may stand beside the axis of a chart: £2.5K. */
export const shortMoneyText = (amount: number, currency: string): string =>
  new Intl.NumberFormat(locale(), {
    ...{ style: 'currency', currency, notation: 'compact' },
    ...{ minimumFractionDigits: 0, maximumFractionDigits: 1 },
  }).format(amount / 10 ** minorDigits(currency));

/** A number as a text. */
export const numberText = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** Basis points as a percentage: 1250 is 12.5 %. */
export const percentText = (bps: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000);

/** Money in minor units, always with its currency. */
export const Money = ({ amount, currency }: { readonly amount: number; readonly currency: string }) => (
  <span class="figure">{moneyText(amount, currency)}</span>
);

/** A number. */
export const Count = ({ value }: { readonly value: number }) => <span class="figure">{numberText(value)}</span>;

const STYLES = {
  day: { dateStyle: 'medium' },
  minute: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An instant as a text, in the reader's zone or another one. */
export const dateText = (instant: number, style: keyof typeof STYLES = 'day', timeZone?: string): string =>
  new Intl.DateTimeFormat(locale(), { ...STYLES[style], ...(timeZone === undefined ? {} : { timeZone }) }).format(
    instant,
  );

interface DateProps {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly style?: keyof typeof STYLES;
  /** The program's zone: the date there is shown beside the reader's where the two differ. */
  readonly zone?: string | undefined;
}

/** An instant in the reader's zone. */
export const When = ({ at, style = 'day', zone }: DateProps) => {
  const own = dateText(at, style);
  const there = zone === undefined ? own : dateText(at, style, zone);
  return (
    <time dateTime={new Date(at).toISOString()}>
      {own}
      {there === own || zone === undefined ? null : <span class="muted"> ({parts.t.dateIn(there, zone)})</span>}
    </time>
  );
};

/** A day such as `2026-01-31` as a text; it is the same day everywhere. */
export const dayText = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** A billing period such as `2026-01` as a text. */
export const periodText = (period: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${period}-01T00:00:00Z`),
  );

interface BadgeProps {
  readonly children: ComponentChildren;
  readonly kind?: 'neutral' | 'good' | 'warning' | 'bad' | 'info';
}

/** A state in a word. The word says it; the colour only helps. */
export const Badge = ({ children, kind = 'neutral' }: BadgeProps) => (
  <span class={`badge badge-${kind}`}>{children}</span>
);

interface KeyFigureProps {
  readonly label: string;
  readonly value: ComponentChildren;
  /** A second line: what it was before, or what it is made of. */
  readonly note?: ComponentChildren;
  /** Where the figure comes from: a path of the app. */
  readonly to?: string;
}

/** One figure with its name. Put several into `<KeyFigures>`. */
export const KeyFigure = ({ label, value, note, to }: KeyFigureProps) => (
  <div class="key-figure">
    <dt>{to === undefined ? label : <a href={to}>{label}</a>}</dt>
    <dd>
      <span class="key-value">{value}</span>
      {note === undefined ? null : <span class="key-note">{note}</span>}
    </dd>
  </div>
);

/** Key figures side by side. */
export const KeyFigures = ({ children }: { readonly children: ComponentChildren }) => (
  <dl class="key-figures">{children}</dl>
);
