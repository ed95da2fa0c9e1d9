import type { ComponentChildren } from 'preact';
import { href } from '../app/router.ts';
import { accountAddress, may } from '../session/person.ts';

interface AccountLinkProps {
  /** A path of the portal. */
  readonly to: string;
  readonly look?: string;
  readonly children: ComponentChildren;
}

/**
 * Leads to what only a partner who has logged in may do. From the embedded portal and from the merchant's own host,
 * where nobody has, it leads to the portal itself in a window of its own.
 */
export const AccountLink = ({ to, look, children }: AccountLinkProps) =>
  may('portal:account:write') ? (
    <a class={look} href={href(to)}>
      {children}
    </a>
  ) : (
    <a class={look} href={accountAddress(to)} target="_blank" rel="noopener">
      {children}
    </a>
  );
