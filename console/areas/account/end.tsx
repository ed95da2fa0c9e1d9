import type { ComponentChildren } from 'preact';
import { LinkButton } from '../../parts/button.tsx';
import { mayTravel } from '../../parts/time-travel.ts';
import { account } from './texts.ts';

interface EndProps {
  readonly title: string;
  readonly children: string;
  readonly action?: ComponentChildren;
}

/** The end of a page that has done what it is for. */
export const End = ({ title, children, action }: EndProps) => (
  <div class="stack" role="status">
    <h1>{title}</h1>
    <p class="lead">{children}</p>
    {action === undefined ? null : <div class="actions">{action}</div>}
  </div>
);

/** For what goes on in a mail. On one machine mails go nowhere: there it says where they are read. */
export const Mailed = ({ children }: { readonly children: string }) => (
  <End
    title={account.t.mailTitle}
    action={mayTravel() ? <LinkButton to="/_local/mail">{account.t.mailHere}</LinkButton> : undefined}
  >
    {children}
  </End>
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
