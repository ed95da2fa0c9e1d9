import { outcomeOfReview } from '../../domain/invoices.ts';
import { addInvoiceEntry, changeInvoice, type Invoice } from '../../table/invoices.ts';
import { type BillingDetails, getMerchant } from '../../table/merchants.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store, Write } from '../../table/store.ts';

/**
 * Ends the review of an invoice, on the 8th or because the merchant approved it early: it is final, or there is
 * nothing to charge, or so little that it goes into the next month as a whole. It keeps who is billed as of now.
 */
export const finalised = (
  invoice: Invoice,
  now: number,
  by: string,
  billing: BillingDetails | undefined,
): { readonly invoice: Invoice; readonly writes: readonly Write[] } => {
  const state = outcomeOfReview(invoice.total, invoice.currency);
  const after: Invoice = { ...invoice, state, final_at: now, billing, updated_at: now };
  const entry = { id: state, at: now, by } as const;
  return {
    invoice: after,
    writes: [
      changeInvoice(invoice, after),
      addInvoiceEntry(after, state === 'final' ? { ...entry, event: 'invoice.finalised' } : entry),
    ],
  };
};

/** Who is billed for a program: the details of its merchant, if it has given any. */
export const billedFor = async (store: Store, program: string): Promise<BillingDetails | undefined> => {
  const head = await getProgram(store, program);
  return head === undefined ? undefined : (await getMerchant(store, head.merchant))?.billing;
};
