import type { InvoiceState } from './invoices.ts';
import { moneyIn } from './money.ts';

/** The languages that documents are written in. */
export const DOCUMENT_LANGUAGES = ['en', 'de'] as const;
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number];

const GERMAN_SPEAKING: readonly string[] = ['DE', 'AT', 'CH', 'LI'];

/** The language of a country's documents; English where none is named. */
export const languageOf = (country: string | undefined): DocumentLanguage =>
  country !== undefined && GERMAN_SPEAKING.includes(country) ? 'de' : 'en';

/** Who is billed. */
export interface Billed {
  readonly name: string;
  readonly address_line_1: string;
  readonly address_line_2?: string | undefined;
  readonly postal_code?: string | undefined;
  readonly city: string;
  readonly state?: string | undefined;
  readonly country: string;
  readonly vat_number?: string | undefined;
  readonly reference?: string | undefined;
}

/** What an invoice comes to for one partnership. Minor units. */
export interface DocumentLine {
  readonly name: string;
  readonly reward_amount: number;
  readonly clawback_amount: number;
  readonly carried_in: number;
  readonly carried_out: number;
  readonly payable: number;
}

/** What the document of an invoice is made from. Minor units; days such as `2026-01-31`. */
export interface InvoiceFacts {
  readonly program: string;
  readonly key: string;
  readonly period: string;
  readonly from: string;
  readonly to: string;
  readonly state: InvoiceState;
  readonly currency: string;
  readonly opened: string;
  /** The day on which it is charged for the first time. */
  readonly charged: string;
  readonly paid?: string | undefined;
  readonly note?: string | undefined;
  readonly billed?: Billed | undefined;
  readonly reward_amount: number;
  readonly second_tier_amount: number;
  readonly clawback_amount: number;
  readonly carried_in: number;
  readonly carried_out: number;
  readonly payables: number;
  readonly fee: number;
  readonly total: number;
  readonly lines: readonly DocumentLine[];
  /** Lines that the document has no room for. */
  readonly left_out: { readonly lines: number; readonly payable: number };
}

/** A document as it is read, before anybody draws it. What is carried out is added, so that each column sums up. */
export interface InvoiceDocument {
  readonly language: DocumentLanguage;
  readonly title: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly billedTo: { readonly heading: string; readonly lines: readonly string[] };
  readonly sums: { readonly heading: string; readonly rows: readonly (readonly [label: string, value: string])[] };
  readonly total: readonly [label: string, value: string];
  readonly note: { readonly heading: string; readonly text: string } | undefined;
  readonly table: {
    readonly heading: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
    readonly more: string | undefined;
  };
  readonly page: (page: number, pages: number) => string;
}

const ENGLISH = {
  locale: 'en-GB',
  title: (program: string, month: string) => `Invoice of the partner program ${program}, ${month}`,
  number: 'Number',
  period: 'Period',
  opened: 'Opened on',
  charged: 'Charged on',
  paid: 'Paid on',
  state: 'State',
  billedTo: 'Billed to',
  unknown: 'No billing details were given.',
  vatNumber: 'VAT number',
  reference: 'Reference',
  sums: 'Summary',
  rewards: 'Rewards',
  secondTier: 'of which for recruited partners',
  clawbacks: 'Taken back by refunds',
  carriedIn: 'Carried in from the month before',
  carriedOut: 'Carried out to the next month',
  payables: 'Payable to partners',
  fee: 'Fee',
  total: 'Total',
  note: 'Note',
  lines: 'By partner',
  partner: 'Partner',
  back: 'Clawbacks',
  in: 'Carried in',
  out: 'Carried out',
  payable: 'Payable',
  more: (lines: string, payable: string) => `and ${lines} more partners with ${payable}: the CSV export has them all.`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  states: {
    draft: 'being drawn up',
    in_review: 'in review, may still change',
    final: 'final, to be charged',
    charging: 'being charged',
    unknown: 'being charged',
    declined: 'charge declined, will be repeated',
    overdue: 'overdue',
    paid: 'paid',
    void: 'void, nothing to pay',
    carried: 'carried to the next month',
  } satisfies Record<InvoiceState, string>,
};

const TEXTS: Readonly<Record<DocumentLanguage, typeof ENGLISH>> = {
  en: ENGLISH,
  de: {
    locale: 'de-DE',
    title: (program, month) => `Rechnung des Partnerprogramms ${program}, ${month}`,
    number: 'Nummer',
    period: 'Zeitraum',
    opened: 'Eröffnet am',
    charged: 'Eingezogen am',
    paid: 'Bezahlt am',
    state: 'Stand',
    billedTo: 'Rechnungsempfänger',
    unknown: 'Es sind keine Rechnungsangaben hinterlegt.',
    vatNumber: 'USt-IdNr.',
    reference: 'Referenz',
    sums: 'Zusammenfassung',
    rewards: 'Prämien',
    secondTier: 'davon für geworbene Partner',
    clawbacks: 'Durch Erstattungen zurückgenommen',
    carriedIn: 'Übertrag aus dem Vormonat',
    carriedOut: 'Übertrag in den Folgemonat',
    payables: 'An Partner zahlbar',
    fee: 'Gebühr',
    total: 'Gesamtbetrag',
    note: 'Notiz',
    lines: 'Nach Partnern',
    partner: 'Partner',
    back: 'Rücknahmen',
    in: 'Übertrag vor',
    out: 'Übertrag nach',
    payable: 'Zahlbar',
    more: (lines, payable) => `und ${lines} weitere Partner mit ${payable}: Der CSV-Export enthält alle.`,
    page: (page, pages) => `Seite ${page} von ${pages}`,
    states: {
      draft: 'wird aufgestellt',
      in_review: 'in Prüfung, kann sich noch ändern',
      final: 'endgültig, wird eingezogen',
      charging: 'wird eingezogen',
      unknown: 'wird eingezogen',
      declined: 'Einzug abgelehnt, wird wiederholt',
      overdue: 'überfällig',
      paid: 'bezahlt',
      void: 'gegenstandslos, nichts zu zahlen',
      carried: 'in den Folgemonat übertragen',
    },
  },
};

const dayIn = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00:00Z`));

const monthIn = (period: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${period}-01T00:00:00Z`),
  );

const countryIn = (country: string, locale: string): string =>
  new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(country) ?? country;

const billedLines = (billed: Billed | undefined, texts: typeof ENGLISH): readonly string[] => {
  if (billed === undefined) return [texts.unknown];
  const { name, address_line_1, address_line_2, postal_code, city, state, country, vat_number, reference } = billed;
  const place = [postal_code, city].filter((part) => part !== undefined).join(' ');
  return [
    ...[name, address_line_1, address_line_2, place, state, countryIn(country, texts.locale)],
    vat_number === undefined ? undefined : `${texts.vatNumber}: ${vat_number}`,
    reference === undefined ? undefined : `${texts.reference}: ${reference}`,
  ].filter((line) => line !== undefined);
};

/** The document of an invoice: every text and amount that stands on it. The same facts give the same document. */
export const invoiceDocument = (facts: InvoiceFacts, language: DocumentLanguage): InvoiceDocument => {
  const texts = TEXTS[language];
  const money = (amount: number): string => moneyIn(amount, facts.currency, texts.locale);
  const day = (date: string): string => dayIn(date, texts.locale);
  const { left_out: left, note } = facts;
  return {
    language,
    title: texts.title(facts.program, monthIn(facts.period, texts.locale)),
    facts: [
      [texts.number, facts.key],
      [texts.period, `${day(facts.from)} – ${day(facts.to)}`],
      [texts.opened, day(facts.opened)],
      facts.paid === undefined ? [texts.charged, day(facts.charged)] : [texts.paid, day(facts.paid)],
      [texts.state, texts.states[facts.state]],
    ],
    billedTo: { heading: texts.billedTo, lines: billedLines(facts.billed, texts) },
    sums: {
      heading: texts.sums,
      rows: [
        [texts.rewards, money(facts.reward_amount)],
        ...(facts.second_tier_amount === 0 ? [] : [[texts.secondTier, money(facts.second_tier_amount)] as const]),
        [texts.clawbacks, money(-facts.clawback_amount)],
        [texts.carriedIn, money(facts.carried_in)],
        [texts.carriedOut, money(-facts.carried_out)],
        [texts.payables, money(facts.payables)],
        [texts.fee, money(facts.fee)],
      ],
    },
    total: [texts.total, money(facts.total)],
    note: note === undefined ? undefined : { heading: texts.note, text: note },
    table: {
      heading: texts.lines,
      columns: [texts.partner, texts.rewards, texts.back, texts.in, texts.out, texts.payable],
      rows: facts.lines.map((line) => [
        line.name,
        ...[line.reward_amount, -line.clawback_amount, line.carried_in, -line.carried_out, line.payable].map(money),
      ]),
      more: left.lines === 0 ? undefined : texts.more(String(left.lines), money(left.payable)),
    },
    page: texts.page,
  };
};
