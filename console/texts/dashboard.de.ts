import { plural } from '../app/language.ts';
import type en from './dashboard.en.ts';

export default {
  title: 'Übersicht',
  lead: (program) => `So läuft es für Sie bei ${program}.`,
  period: 'Zeitraum',
  periods: { 7: 'Letzte 7 Tage', 30: 'Letzte 30 Tage', 90: 'Letzte 90 Tage' },
  figures: 'Ihre Zahlen',
  clicks: 'Klicks',
  signUps: 'Anmeldungen',
  sales: 'Verkäufe',
  earnings: 'Verdienst',
  revenue: (amount) => `im Wert von ${amount}`,
  conversion: 'Konversion',
  conversionNote: 'Verkäufe je hundert Klicks',
  ofClicks: (percent) => `${percent} der Klicks`,
  noConversion: 'Noch keine Klicks',
  charts: 'Tag für Tag',
  next: 'Nächste Zahlung',
  nextOn: (day) => `erwartet am ${day}`,
  noNext: 'Noch steht nichts an. Mit Ihrer nächsten Prämie geht es los.',
  toPayments: 'Alles über Ihre Zahlungen',
  states: {
    earning: 'Der Monat läuft noch: Der Betrag kann sich ändern.',
    in_review: 'Der Monat ist vorbei, das Programm prüft ihn.',
    to_be_paid: 'Das Programm muss die Rechnung noch bezahlen.',
    paid: 'Das Programm hat bezahlt: Die Überweisung folgt.',
  },
  link: 'Ihr Link',
  noLink: 'Sie haben noch keinen Link',
  noLinkText: 'Am Link erkennt das Programm, dass ein Besucher von Ihnen kommt.',
  makeLink: 'Ersten Link anlegen',
  share: 'Teilen',
  toLinks: 'Alle Links',
  begin: 'Erste Schritte',
  beginText: (open) =>
    plural(open, {
      one: 'Noch # Schritt.',
      other: 'Noch # Schritte.',
    }),
  steps: {
    link: 'Ihren Link holen',
    share: 'Ihn teilen: Der erste Klick zeigt, dass er wirkt',
    method: 'Sagen, wohin Ihr Geld gehen soll',
    tax: 'Steuerangaben ausfüllen',
  },
  done: 'erledigt',
  open: 'offen',
  empty: 'In diesem Zeitraum hat niemand geklickt',
  emptyText:
    'Teilen Sie Ihren Link in einem Beitrag, einem Newsletter oder einem Vortrag. Zahlen stehen Sekunden später hier.',
} satisfies typeof en;
