import { signal } from '@preact/signals';
import { problemFrom } from '../api/problem.ts';
import { parts } from '../app/texts.ts';
import { Button } from './button.tsx';
import { refusalText } from './refusals.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'good' | 'bad';
  readonly undo?: { readonly title: string; run(): void } | undefined;
}

const STAYS_MS = 6000;
const toasts = signal<readonly Toast[]>([]);
let last = 0;

const drop = (id: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

const show = (toast: Omit<Toast, 'id'>): void => {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-3), { ...toast, id }];
  if (toast.kind === 'good') setTimeout(() => drop(id), STAYS_MS);
};

/** Says that something was done, with a way to undo it where there is one. */
export const tell = (text: string, undo?: Toast['undo']): void => show({ text, kind: 'good', undo });

/** Says what went wrong where there is no better place for it. It stays until it is closed. */
export const tellProblem = (thrown: unknown): void => show({ text: refusalText(problemFrom(thrown)), kind: 'bad' });

/** The place where toasts come up; it is read out by screen readers. */
export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {toasts.value.map(({ id, text, kind, undo }) => (
      <div key={id} class={`toast toast-${kind}`}>
        <span>{text}</span>
        {undo === undefined ? null : (
          <Button
            kind="plain"
            onClick={() => {
              drop(id);
              undo.run();
            }}
          >
            {undo.title}
          </Button>
        )}
        <Button kind="plain" label={parts.t.close} onClick={() => drop(id)}>
          <span aria-hidden="true">✕</span>
        </Button>
      </div>
    ))}
  </div>
);
