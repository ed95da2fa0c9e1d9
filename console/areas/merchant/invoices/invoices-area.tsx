import { at, Pages } from '../../../parts/pages.tsx';
import { InvoicesList } from './invoices-list.tsx';
import { OneInvoice } from './one-invoice.tsx';
import { PrintedInvoice } from './printed.tsx';

/** What the merchant owes for each month, and its review. */
export const InvoicesArea = ({ rest }: { readonly rest: string }) => (
  <Pages
    rest={rest}
    of={[
      at('/', () => <InvoicesList />),
      at('/:invoice', ({ invoice }) => <OneInvoice key={invoice} of={invoice} by="partner" />),
      at('/:invoice/rewards', ({ invoice }) => <OneInvoice key={invoice} of={invoice} by="reward" />),
      at('/:invoice/print', ({ invoice }) => <PrintedInvoice key={invoice} of={invoice} />),
    ]}
  />
);
