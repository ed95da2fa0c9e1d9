import { parts } from '../app/texts.ts';

/** Stands where something will be, as high as it will be. */
export const Skeleton = ({ lines = 6 }: { readonly lines?: number }) => (
  <div class="skeleton" role="status">
    <span class="unseen">{parts.t.loading}</span>
    {Array.from({ length: lines }, (_line, at) => (
      <span key={at} class="skeleton-line" aria-hidden="true" />
    ))}
  </div>
);
