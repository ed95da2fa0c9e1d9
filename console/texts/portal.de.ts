import type en from './portal.en.ts';

export default {
  termsTitle: 'Bitte stimmen Sie den Bedingungen zu',
  termsText: (program) => `${program} hat Bedingungen für Partner. Lesen Sie sie und stimmen Sie dann zu.`,
  termsRead: 'Bedingungen lesen',
  termsAccept: 'Ich stimme den Bedingungen zu',
  termsAccepted: 'Danke. Ihre Zustimmung ist gespeichert.',
  inactiveTitle: 'Diese Partnerschaft ist nicht aktiv',
  inactiveText:
    'Ihre Links zählen nichts Neues. Was Sie verdient haben, wird noch ausgezahlt. Fragen Sie das Programm, wenn das ein Irrtum ist.',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  terms: 'Nutzungsbedingungen',
  footer: 'Über diese Seite',
} satisfies typeof en;
