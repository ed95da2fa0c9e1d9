import type en from './dashboard.en.ts';

export default {
  title: 'Übersicht',
  lead: (program: string) => `Was Sie mit ${program} verdienen.`,
  balance: 'Ihr Guthaben',
  open: 'In diesem Monat verdient',
  openNote: 'Kann sich noch ändern',
  invoiced: 'In Rechnung gestellt',
  invoicedNote: 'Der Händler muss es noch bezahlen',
  available: 'Verfügbar',
  onTheWay: 'Auf dem Weg zu Ihnen',
  paid: 'Bisher ausgezahlt',
  next: 'Nächste Auszahlung',
  nextText: (amount: string, day: string) => `${amount}, voraussichtlich am ${day}`,
  noNext: 'Noch ist nichts fällig. Teilen Sie Ihren Link, um die erste Prämie zu verdienen.',
  states: {
    earning: 'der Monat läuft noch',
    in_review: 'der Händler prüft sie',
    to_be_paid: 'der Händler muss sie noch bezahlen',
    paid: 'bezahlt',
  },
} satisfies typeof en;
