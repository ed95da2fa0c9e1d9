import type { AccountPage } from './account-page.ts';

/** The account pages: one line each. */
export const ACCOUNT_PAGES: readonly AccountPage[] = [
  { name: 'invitation', load: async () => (await import('../areas/account/invitation.tsx')).invitationPage },
  { name: 'password', load: async () => (await import('../areas/account/password.tsx')).passwordPage },
  { name: 'email', load: async () => (await import('../areas/account/email.tsx')).emailPage },
  { name: 'sign-up', load: async () => (await import('../areas/account/sign-up.tsx')).signUpPage },
];
