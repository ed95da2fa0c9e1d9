import type { TaxDetails } from '../../table/partnerships.ts';
import type { DataOf } from '../shared/contract.ts';
import type { getTaxDetails } from '../shared/contracts/portal-profile.ts';

/** The tax status of a partner, as the partner and the merchant see it. */
export const taxView = (tax: TaxDetails | undefined): DataOf<typeof getTaxDetails>['tax_details'] =>
  tax === undefined
    ? null
    : {
        ...tax,
        address_line_2: tax.address_line_2 ?? null,
        postal_code: tax.postal_code ?? null,
        state: tax.state ?? null,
        vat_number: tax.vat_number ?? null,
        tax_number: tax.tax_number ?? null,
      };
