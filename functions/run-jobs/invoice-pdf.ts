import { type DocumentLine, type InvoiceDocument, invoiceDocument, languageOf } from '../../domain/invoice-document.ts';
import { isFrozen } from '../../domain/invoices.ts';
import { sum } from '../../domain/money.ts';
import { partnerName } from '../../domain/partner-names.ts';
import { dayInPeriod, dayOf, nextPeriod, periodStart } from '../../domain/periods.ts';
import type { Invoice } from '../../table/invoices.ts';
import type { Profile } from '../../table/partnerships.ts';
import type { Statement } from '../../table/statements.ts';
import { profilesOf } from '../shared/billing-views.ts';
import { billedFor } from '../shared/finalising.ts';
import { statementPage } from '../shared/statement-page.ts';
import { invoiceOf } from './invoice-sections.ts';
import { type Exported, ROWS } from './read-page.ts';

/** Draws a document; `at` is what the file says of when it was made. */
export type Draw = (document: InvoiceDocument, at: number) => Promise<Buffer>;

/** Nobody reads a document of more lines; the files of rows have them all. */
const MOST_LINES = 1_000;

const isEmpty = ({ rewards, clawbacks, carried_in, carried_out, payable }: Statement): boolean =>
  [rewards, clawbacks, carried_in, carried_out, payable].every((figure) => figure === 0);

const nameOf = (key: string, profile: Profile | undefined): string => {
  if (profile === undefined) return key;
  const name = partnerName(profile);
  return name === undefined ? profile.partner_key : `${profile.partner_key} (${name})`;
};

const linesOf = async ({ store }: Exported, statements: readonly Statement[]): Promise<readonly DocumentLine[]> => {
  const profiles = await profilesOf(
    store,
    statements.map(({ partnership }) => partnership),
  );
  return statements.map(({ partnership, ...figures }) => ({
    ...figures,
    name: nameOf(partnership, profiles.get(partnership)),
  }));
};

/** The lines that are not empty: as many as a document takes, and what the others come to. */
const breakdownOf = async (exported: Exported, invoice: Invoice) => {
  const lines: DocumentLine[] = [];
  const left: number[] = [];
  let after: string | undefined;
  do {
    const page = await statementPage(exported.store, invoice, { limit: ROWS, starting_after: after });
    const told = page.items.filter((statement) => !isEmpty(statement));
    const room = MOST_LINES - lines.length;
    lines.push(...(await linesOf(exported, told.slice(0, room))));
    left.push(...told.slice(room).map(({ payable }) => payable));
    after = page.has_more ? (page.next_cursor ?? page.items.at(-1)?.partnership) : undefined;
  } while (after !== undefined);
  return { lines, left_out: { lines: left.length, payable: sum(left) } };
};

/** Who is billed: as it was when the invoice became final, or as it is now. */
const billedOf = async ({ store, program }: Exported, invoice: Invoice) =>
  isFrozen(invoice.state) && invoice.state !== 'draft' ? invoice.billing : billedFor(store, program.key);

/** The PDF of an invoice, and under which name it is downloaded. @throws JobFailure when there is none. */
export const invoicePdf = async (exported: Exported, draw: Draw) => {
  const invoice = await invoiceOf(exported);
  const { period, time_zone: zone } = invoice;
  const [billed, breakdown] = await Promise.all([billedOf(exported, invoice), breakdownOf(exported, invoice)]);
  const language = exported.request.language ?? languageOf(billed?.country);
  const facts = {
    ...{ ...invoice, ...breakdown, billed, program: exported.program.name },
    from: dayOf(periodStart(period, zone), zone),
    to: dayOf(dayInPeriod(nextPeriod(period), 0, zone), zone),
    opened: dayOf(invoice.created_at, zone),
    charged: dayOf(invoice.review_ends_at, zone),
    ...(invoice.paid_at === undefined ? {} : { paid: dayOf(invoice.paid_at, zone) }),
  };
  const body = await draw(invoiceDocument(facts, language), invoice.updated_at);
  return { name: `invoice-${period}-${language}.pdf`, body };
};
