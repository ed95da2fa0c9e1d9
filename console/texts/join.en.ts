/** What a join link leads to. */
export default {
  title: (program: string) => `Become a partner of ${program}`,
  lead: 'Share what you like, and earn with every sale that comes through you.',
  recruited: 'Somebody who is a partner already has invited you.',
  apply: 'Apply now',
  terms: 'By applying you accept the program’s terms.',
  readTerms: 'Read the terms',
  logIn: 'I am a partner already',
  gone: 'This link leads nowhere any more',
  goneText: 'Ask whoever gave it to you for a new one. Partners log in as ever.',
  toLogin: 'Log in',
  imprint: 'Imprint',
  privacy: 'Privacy',
  footer: 'About this site',
};
