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

/** The account pages: one line each. */
export const ACCOUNT_PAGES: readonly AccountPage[] = [
  { name: 'invitation', load: async () => (await import('../areas/account/invitation.tsx')).invitationPage },
  { name: 'password', load: async () => (await import('../areas/account/password.tsx')).passwordPage },
  { name: 'email', load: async () => (await import('../areas/account/email.tsx')).emailPage },
  { name: 'sign-up', load: async () => (await import('../areas/account/sign-up.tsx')).signUpPage },
];
