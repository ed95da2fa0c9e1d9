import type { BillingDetails, Invoice, InvoiceLine } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { countryName } from '../../../parts/countries.ts';
import { everyItem } from '../../../parts/every-item.ts';
import { Money, periodText, When } from '../../../parts/figures.tsx';
import { Page } from '../../../parts/page.tsx';
import { api, program } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { StatusOf } from './status.tsx';
import { invoices } from './texts.ts';
import './printed.css';

const Address = ({ of: details }: { readonly of: BillingDetails | null }) => {
  const { t } = invoices;
  if (details === null) return <p class="muted">{t.noDetails}</p>;
  const { name, address_line_1, address_line_2, postal_code, city, state, country, vat_number, reference } = details;
  const town = [postal_code, city].filter((each) => each !== null).join(' ');
  const lines = [name, address_line_1, address_line_2, town, state, countryName(country)];
  return (
    <address>
      {lines
        .filter((line) => line !== null && line !== '')
        .map((line) => (
          <div key={line}>{line}</div>
        ))}
      {vat_number === null ? null : <div>{t.vat(vat_number)}</div>}
      {reference === null ? null : <div>{t.reference(reference)}</div>}
    </address>
  );
};

const Table = ({ invoice, lines }: { readonly invoice: Invoice; readonly lines: readonly InvoiceLine[] }) => {
  const { t } = invoices;
  const { currency } = invoice;
  const sums = [
    ['payables', t.payables],
    ['fee', t.fee],
    ['total', t.total],
  ] as const;
  return (
    <table class="table">
      <caption class="unseen">{t.byPartner}</caption>
      <thead>
        <tr>
          <th scope="col">{t.partner}</th>
          <th scope="col" class="end">
            {t.rewards}
          </th>
          <th scope="col" class="end">
            {t.line.payable}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ partnership_key, partner_key, partner_name, rewards, payable }) => (
          <tr key={partnership_key}>
            <th scope="row">{partner_name ?? partner_key ?? partnership_key}</th>
            <td class="end" data-title={t.rewards}>
              {rewards}
            </td>
            <td class="end" data-title={t.line.payable}>
              <Money amount={payable} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {sums.map(([name, title]) => (
          <tr key={name}>
            <th scope="row" colSpan={2}>
              {title}
            </th>
            <td class="end">
              <Money amount={invoice[name]} currency={currency} />
            </td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
};

const askFor = async (name: string) => {
  const invoice = await api.get('/v2/invoices/{invoice}', { params: { invoice: name } });
  const [lines, details] = await Promise.all([
    everyItem(
      (page) =>
        api.get('/v2/invoices/{invoice}/lines', {
          params: { invoice: invoice.key },
          query: { ...page, balance: 'payable' },
        }),
      { keyOf: ({ partnership_key }: InvoiceLine) => partnership_key },
    ),
    // An invoice that is not final yet has no details of its own: it would get those of today.
    invoice.billing_details === null
      ? api.get('/v2/billing-details').then((found) => found.billing_details)
      : undefined,
  ]);
  return { invoice, lines, details: invoice.billing_details ?? details ?? null };
};

/** An invoice for paper: everything on one page, and nothing else when it is printed. */
export const PrintedInvoice = ({ of: name }: { readonly of: string }) => {
  const { t } = invoices;
  const answered = useAnswer(() => askFor(name), [name]);
  const zone = settingsOfProgram().time_zone;
  return (
    <Page
      title={t.of(answered.data === undefined ? name : periodText(answered.data.invoice.period))}
      back={{ to: `/invoices/${name}`, title: t.back }}
      actions={
        <Button kind="primary" onClick={() => print()}>
          {t.print}
        </Button>
      }
    >
      <Answer of={answered}>
        {({ invoice, lines, details }) => (
          <div class="printed">
            <Address of={details} />
            <p>
              {t.number(invoice.key)} · {program.value?.name} · <StatusOf of={invoice.status} />
            </p>
            <p>
              {t.reviewEnds}: <When at={invoice.review_ends_at} zone={zone} />. {t.payoutOn}{' '}
              <When at={invoice.payout_at} zone={zone} />.
            </p>
            <Table invoice={invoice} lines={lines} />
            {invoice.note === null ? null : <p>{invoice.note}</p>}
          </div>
        )}
      </Answer>
    </Page>
  );
};
