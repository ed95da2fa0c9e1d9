import type en from './start.en.ts';

export default {
  title: 'Partnerprogramme, die pünktlich zahlen',
  lead: 'Messbare Links, Prämien nach Ihren Regeln und im Monat eine Rechnung, ein Einzug und eine Auszahlung.',
  logIn: 'Anmelden',
  forgot: 'Passwort vergessen?',
  logInText: 'Für Händler und Partner.',
  signUp: 'Ein Programm beginnen',
  signUpText: 'Kostenlos zum Probieren, mit Testdaten.',
  going: 'Einen Moment …',
  nobody: 'Ihre Anmeldung gehört noch zu keinem Programm',
  nobodyText: 'Öffnen Sie den Link Ihrer Einladung, oder bitten Sie den Inhaber des Programms um eine.',
} satisfies typeof en;
