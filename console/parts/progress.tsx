import { parts } from '../app/texts.ts';
import { numberText } from './figures.tsx';

interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** Undefined while nobody knows. */
  readonly total: number | undefined;
}

/** How far something has come that takes longer. */
export const Progress = ({ label, done, total }: ProgressProps) => (
  <div class="progress">
    <span class="progress-label">{label}</span>
    <progress aria-label={label} value={total === undefined ? undefined : done} max={total ?? 1} />
    <span class="muted" role="status">
      {total === undefined ? numberText(done) : parts.t.progress(numberText(done), numberText(total))}
    </span>
  </div>
);
