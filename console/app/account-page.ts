import type { ComponentType } from 'preact';
import type { Catalogue } from './language.ts';

/** What the folder of an account page gives. */
export interface AccountPageModule {
  /** `token` is what stands behind the page's name in the address: `#password=pwr_…`. */
  readonly Page: ComponentType<{ readonly token: string }>;
  readonly texts: readonly Catalogue[];
}

/** A page for somebody who has no login yet, or cannot use it. Mails lead to them. */
export interface AccountPage {
  /** `/account/#<name>=<token>` */
  readonly name: 'invitation' | 'password' | 'email' | 'sign-up';
  readonly load: () => Promise<AccountPageModule>;
}
