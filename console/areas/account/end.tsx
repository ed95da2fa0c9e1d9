import type { ComponentChildren } from 'preact';
import { LinkButton } from '../../parts/button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { account } from './texts.ts';

interface EndProps {
  readonly title: string;
  readonly children: string;
  readonly action?: ComponentChildren;
}

/** The end of a page that has done what it is for. */
export const End = ({ title, children, action }: EndProps) => (
  <div role="status">
    <h1>{title}</h1>
    <EmptyState title={children} action={action} />
  </div>
);

/** For a link that was used, replaced, or is too old. */
export const Gone = () => (
  <End title={account.t.gone} action={<LinkButton to="/">{account.t.toStart}</LinkButton>}>
    {account.t.goneText}
  </End>
);

/** Where to go on when a login is there. */
export const LogInNext = () => (
  <LinkButton kind="primary" to="/">
    {account.t.logIn}
  </LinkButton>
);
