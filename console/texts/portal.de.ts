import type en from './portal.en.ts';

export default {
  termsTitle: 'Bitte stimmen Sie den Bedingungen zu',
  termsText: (program) => `${program} hat Bedingungen für Partner. Lesen Sie sie und stimmen Sie dann zu.`,
  termsRead: 'Bedingungen lesen',
  termsAccept: 'Ich stimme den Bedingungen zu',
  termsAtHome: 'Im eigenen Portal annehmen',
  sessionEnded: 'Sie sind nicht mehr angemeldet.',
  notLetIn: 'Das Portal ließ sich nicht öffnen.',
  sessionEndedText: 'Versuchen Sie hier weiterzumachen, oder laden Sie diese Seite neu.',
  sessionResume: 'Weiter',
  notEmbedded: 'Diese Seite gehört in eine andere',
  notEmbeddedText: 'Sie zeigt das Partnerportal in der Website eines Programms. Allein kennt sie niemanden.',
  termsAccepted: 'Danke. Ihre Zustimmung ist gespeichert.',
  inactiveTitle: 'Diese Partnerschaft ist nicht aktiv',
  inactiveText:
    'Ihre Links zählen nichts Neues. Was Sie verdient haben, wird noch ausgezahlt. Fragen Sie das Programm, wenn das ein Irrtum ist.',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
  footer: 'Über diese Seite',
  yourAccount: 'Ihr Konto und Auszahlungsweg',
  noPortalHere: 'Unter dieser Adresse gibt es kein Portal',
  noPortalHereText: 'Das Programm zeigt sein Portal dort nicht mehr. Sie finden es hier.',
  notPartner: (program) => `Sie sind nicht als Partner von ${program} angemeldet`,
  notPartnerText:
    'Dieser Zugang hat keine aktive Partnerschaft mit dem Programm. Melden Sie sich ab und nehmen Sie eine andere E-Mail-Adresse, oder fragen Sie das Programm.',
} satisfies typeof en;
