import type en from './join.en.ts';

export default {
  title: (program) => `Werden Sie Partner von ${program}`,
  lead: 'Empfehlen Sie, was Ihnen gefällt, und verdienen Sie an jedem Verkauf, der über Sie kommt.',
  recruited: 'Jemand, der schon Partner ist, hat Sie eingeladen.',
  apply: 'Jetzt bewerben',
  terms: 'Mit der Bewerbung stimmen Sie den Bedingungen des Programms zu.',
  readTerms: 'Bedingungen lesen',
  logIn: 'Ich bin schon Partner',
  gone: 'Dieser Link führt nirgendwohin mehr',
  goneText: 'Lassen Sie sich einen neuen geben. Partner melden sich an wie immer.',
  toLogin: 'Anmelden',
  imprint: 'Impressum',
  privacy: 'Datenschutz',
  footer: 'Über diese Seite',
} satisfies typeof en;
