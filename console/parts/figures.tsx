import type { ComponentChildren } from 'preact';
import { parts } from '../app/texts.ts';
import { dateText, type InstantStyle, moneyText, numberText } from './formats.ts';

export { dateText, dayText, moneyText, numberText, percentText, periodText, shortMoneyText } from './formats.ts';

/** Money in minor units, always with its currency. */
export const Money = ({ amount, currency }: { readonly amount: number; readonly currency: string }) => (
  <span class="figure">{moneyText(amount, currency)}</span>
);

/** A number. */
export const Count = ({ value }: { readonly value: number }) => <span class="figure">{numberText(value)}</span>;

interface DateProps {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly style?: InstantStyle;
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
