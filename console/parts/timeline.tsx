import type { ComponentChildren } from 'preact';
import { When } from './figures.tsx';

interface Happening {
  readonly key: string;
  readonly at: number;
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
}

/** What happened, the latest first. */
export const Timeline = ({ of: happenings, zone }: { readonly of: readonly Happening[]; readonly zone?: string }) => (
  <ol class="timeline">
    {happenings.map(({ key, at, title, text }) => (
      <li key={key}>
        <p class="timeline-title">{title}</p>
        {text === undefined ? null : <div>{text}</div>}
        <p class="muted small">
          <When at={at} style="minute" zone={zone} />
        </p>
      </li>
    ))}
  </ol>
);
