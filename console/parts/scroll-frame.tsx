import type { ComponentChildren } from 'preact';

interface ScrollFrameProps {
  readonly label: string;
  /** Its class, where it is no table. */
  readonly look?: string;
  readonly children: ComponentChildren;
}

/** What may be wider than the page: it is scrolled, also with the keyboard. It is no landmark: a page has few of those. */
export const ScrollFrame = ({ label, look = 'table-frame', children }: ScrollFrameProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is a part of a form.
  // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever uses the keyboard scrolls with it.
  <div class={look} role="group" aria-label={label} tabIndex={0}>
    {children}
  </div>
);
