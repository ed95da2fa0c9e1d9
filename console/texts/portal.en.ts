/** What stands around every page of the portal. */
export default {
  termsTitle: 'Please accept the terms',
  termsText: (program: string) => `${program} has terms for partners. Read them, then accept them to go on.`,
  termsRead: 'Read the terms',
  termsAccept: 'I accept the terms',
  termsAtHome: 'Accept them in your portal',
  sessionEnded: 'You are not signed in any more.',
  notLetIn: 'The portal could not be opened.',
  sessionEndedText: 'Try to go on here, or load this page again.',
  sessionResume: 'Go on',
  notEmbedded: 'This page belongs into another one',
  notEmbeddedText: 'It shows the partner portal within the site of a program. Alone it knows nobody.',
  termsAccepted: 'Thank you. The terms are accepted.',
  inactiveTitle: 'This partnership is not active',
  inactiveText:
    'Your links count nothing new. What you have earned is still paid. Ask the program if this is a mistake.',
  imprint: 'Imprint',
  privacy: 'Privacy',
  terms: 'Terms',
  footer: 'About this site',
  yourAccount: 'Your account and payout method',
  noPortalHere: 'There is no portal at that address',
  noPortalHereText: 'The program shows its portal there no longer. You find it here.',
  notPartner: (program: string) => `You are not logged in as a partner of ${program}`,
  notPartnerText:
    'This login has no active partnership with the program. Log out and use another e-mail address, or ask the program.',
};
