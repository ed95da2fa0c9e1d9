/** What stands around every page of the portal. */
export default {
  termsTitle: 'Please accept the terms',
  termsText: (program: string) => `${program} has terms for partners. Read them, then accept them to go on.`,
  termsRead: 'Read the terms',
  termsAccept: 'I accept the terms',
  termsAccepted: 'Thank you. The terms are accepted.',
  inactiveTitle: 'This partnership is not active',
  inactiveText:
    'Your links count nothing new. What you have earned is still paid. Ask the program if this is a mistake.',
  imprint: 'Imprint',
  privacy: 'Privacy',
  terms: 'Terms',
  footer: 'About this site',
};
