import { plural } from '../app/language.ts';
import type en from './overview.en.ts';

export default {
  title: 'Übersicht',
  lead: 'Wie es Ihrem Programm geht und was auf Sie wartet.',
  today: 'Heute',
  month: 'Dieser Monat',
  clicks: 'Klicks',
  signUps: 'Anmeldungen',
  sales: 'Verkäufe',
  revenue: 'Umsatz',
  rewardCost: 'Kosten der Prämien',
  refunded: (amount: string) => `${amount} erstattet`,
  invalid: (count: number) => plural(count, { one: '# Klick ausgesondert', other: '# Klicks ausgesondert' }),
  charts: 'Die letzten 30 Tage',
  waiting: 'Was Sie sich ansehen sollten',
  nothingWaits: 'Nichts wartet auf Sie. Gut gemacht.',
  applications: (count: string) => `Neue Bewerbungen: ${count}`,
  applicationsText: 'Jemand möchte Ihr Partner werden.',
  held: (count: string) => `Zurückgehaltene Prämien: ${count}`,
  heldText: 'Sie stehen auf keiner Rechnung, bis Sie entscheiden.',
  review: (period: string) => `Die Rechnung für ${period} wird geprüft`,
  reviewText: (days: number, total: string) =>
    plural(days, {
      one: `Noch # Tag. ${total} werden eingezogen.`,
      other: `Noch # Tage. ${total} werden eingezogen.`,
    }),
  unpaid: (period: string) => `Die Rechnung für ${period} ist nicht bezahlt`,
  unpaidText: (total: string) => `${total} konnten nicht eingezogen werden. Partner werden danach ausgezahlt.`,
  payouts: (count: string) => `Fehlgeschlagene Auszahlungen: ${count}`,
  payoutsText: 'Die Partner wissen es. Sie müssen prüfen, wohin sie ausgezahlt werden.',
  andMore: (count: string) => `${count} oder mehr`,
  first: 'Noch hat niemand geklickt',
  firstText: 'Zahlen stehen hier, sobald Ihre Partner ihre Links teilen.',
  firstAction: 'Zu Ihren Partnern',
} satisfies typeof en;
