import { plural } from '../app/language.ts';
import type en from './time.en.ts';

export default {
  label: 'Zeitreise',
  now: 'Testuhr',
  day: 'Einen Tag weiter',
  to: (day) => `Zum ${day}.`,
  why: { 1: 'die Rechnung wird eröffnet', 8: 'sie wird eingezogen', 13: 'Partner werden bezahlt' },
  moving: (to) => `Unterwegs zum ${to} …`,
  arrived: (at) => `Es ist ${at}.`,
  nothing: 'Unterwegs wurde nichts fällig.',
  happened: 'Was geschah',
  mails: (count) => plural(count, { one: '# E-Mail', other: '# E-Mails' }),
  to_whom: (first, more) => (more === 0 ? first : `${first} und ${more} weitere`),
  allMails: 'Alle E-Mails',
  close: 'Schließen',
  states: {
    SealPeriod: 'Der Monat wurde abgeschlossen',
    OpenInvoice: 'Eine Rechnung wurde eröffnet',
    WaitForEndOfReview: 'Sieben Tage Prüfung begannen',
    FinaliseInvoice: 'Die Prüfung endete',
    ChargeInvoice: 'Die Rechnung wurde eingezogen',
    WaitForNextAttempt: 'Der Einzug gelang nicht und wird wiederholt',
    InvoiceIsOverdue: 'Die Rechnung ist überfällig',
    WaitForPayoutDay: 'Das Geld ist da; die Auszahlung wartet auf den 13.',
    PayPartners: 'Partner wurden bezahlt',
    ReconcilePayouts: 'Auszahlungen wurden beim Anbieter nachgeschlagen',
    MonthIsDone: 'Der Monat ist fertig',
    NothingToCharge: 'Es war nichts einzuziehen',
    MonthStopped: 'Der Monat blieb stehen: siehe Protokoll',
  },
} satisfies typeof en;
