import type en from './payouts.en.ts';

export default {
  title: 'Auszahlungen',
  lead: 'Jede Überweisung an einen Partner, am 13. oder wenn ein Partner auszahlen lässt.',
  empty: 'Noch keine Auszahlungen',
  emptyText: 'Partner werden am 13. bezahlt, wenn die Rechnung ihres Monats bezahlt ist.',
  exportAll: 'CSV aller Auszahlungen',
  partner: 'Partner',
  amount: 'Betrag',
  status: 'Zustand',
  statuses: {
    sending: 'Wird gesendet',
    pending: 'Unterwegs',
    unknown: 'Wird nachgeschlagen',
    paid: 'Gezahlt',
    failed: 'Fehlgeschlagen',
    returned: 'Zurückgekommen',
  },
  provider: 'Über',
  providers: { stripe: 'Stripe', paypal: 'PayPal' },
  month: 'Monat',
  cashOut: 'Auf Wunsch',
  sent: 'Gesendet',
  ended: 'Beendet',
  reference: 'Nummer beim Anbieter',
} satisfies typeof en;
