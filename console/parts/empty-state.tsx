import type { ComponentChildren } from 'preact';
import { href } from '../app/router.ts';
import { parts } from '../app/texts.ts';
import { LinkButton } from './button.tsx';
import { Page } from './page.tsx';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** What to do next. */
  readonly action?: ComponentChildren;
}

/** Nothing is here yet: says why, and what to do next. */
export const EmptyState = ({ title, children, action }: EmptyStateProps) => (
  <div class="empty">
    <svg class="empty-mark" viewBox="0 0 48 48" aria-hidden="true">
      <rect x="6" y="10" width="36" height="28" rx="5" />
      <path d="M6 20h36M14 28h12" />
    </svg>
    <p class="empty-title">{title}</p>
    {children === undefined ? null : <div class="empty-text">{children}</div>}
    {action === undefined ? null : <div class="actions">{action}</div>}
  </div>
);

/** An address without a page. */
export const NotFound = () => (
  <Page title={parts.t.notFound}>
    <EmptyState title={parts.t.notFoundText} action={<LinkButton to={href('/')}>{parts.t.toStart}</LinkButton>} />
  </Page>
);

/** A page that the person's role does not show. */
export const NoRight = () => (
  <Page title={parts.t.noRight}>
    <EmptyState title={parts.t.noRightText} action={<LinkButton to={href('/')}>{parts.t.toStart}</LinkButton>} />
  </Page>
);
