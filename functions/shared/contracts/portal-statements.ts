import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { country, email, line, period } from './fields.ts';
import { PortalStatement } from './portal-earnings.ts';
import { TaxDetails } from './portal-profile.ts';

const tag = 'portal';

/** A statement as it is printed: who earned it, who pays it, and what became of it. */
export const PrintedStatement = z.strictObject({
  ...PortalStatement.shape,
  program_name: line(100),
  /** Who pays; null when the merchant has given no billing details. */
  merchant: z.nullable(
    z.strictObject({
      name: line(200),
      address_line_1: line(200),
      address_line_2: z.nullable(line(200)),
      postal_code: z.nullable(line(20)),
      city: line(100),
      state: z.nullable(line(100)),
      country,
      vat_number: z.nullable(line(20)),
    }),
  ),
  partner: z.strictObject({
    email,
    first_name: z.nullable(line(50, 0)),
    last_name: z.nullable(line(50, 0)),
    company: z.nullable(line(100, 0)),
  }),
  /** Null until the partner has given them. They are those of today. */
  tax_details: z.nullable(TaxDetails),
  /** The merchant still looks at it; has it to pay; has paid; nothing was to pay; it was added to the next month. */
  status: z.enum(['in_review', 'to_be_paid', 'paid', 'nothing_to_pay', 'carried']),
});

export const getPortalStatement = operation({
  id: 'getPortalStatement',
  method: 'GET',
  path: '/v2/portal/statements/{period}',
  tag,
  scope: 'portal:read',
  summary: 'One of the partner’s statements, as it is printed',
  description: 'The rewards in it are listed by GET /v2/portal/rewards with the same `period`.',
  message: 'Statement retrieved.',
  params: z.strictObject({ period }),
  data: PrintedStatement,
});

/** A file of rows. No text in it can be taken for a formula by a spreadsheet. */
export const CsvFile = z.strictObject({ file_name: line(200), content: z.string() });

export const exportPortalStatements = operation({
  id: 'exportPortalStatements',
  method: 'GET',
  path: '/v2/portal/statements/csv',
  tag,
  scope: 'portal:read',
  summary: 'The partner’s statements as CSV, the earliest first',
  message: 'Statements exported.',
  data: CsvFile,
});

export const exportPortalPayouts = operation({
  id: 'exportPortalPayouts',
  method: 'GET',
  path: '/v2/portal/payouts/csv',
  tag,
  scope: 'portal:read',
  summary: 'The partner’s payouts as CSV, the earliest first',
  message: 'Payouts exported.',
  data: CsvFile,
});
