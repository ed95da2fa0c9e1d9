import { REPORTED } from './statistics.ts';

/** What an export of everything has, in this order. */
const WHOLE_SECTIONS = [
  'partnerships',
  'links',
  'groups',
  'tags',
  'customers',
  'transactions',
  'refunds',
  'actions',
  'leads',
  'deals',
  'rewards',
  'invoices',
  'payouts',
] as const;

/** What one invoice is made of: by partnership, and by reward. */
const INVOICE_SECTIONS = ['invoice_lines', 'invoice_rewards'] as const;

/** What makes a file of rows. */
export type ExportSection = (typeof WHOLE_SECTIONS)[number] | (typeof INVOICE_SECTIONS)[number] | 'statistics';

export const EXPORT_KINDS = [
  ...WHOLE_SECTIONS,
  ...INVOICE_SECTIONS,
  'invoice_pdf',
  'statistics',
  'everything',
] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const EXPORT_FORMATS = ['csv', 'jsonl', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The formats of each kind; the first one unless another is asked for. */
export const formatsOf = (kind: ExportKind): readonly ExportFormat[] =>
  kind === 'invoice_pdf' ? ['pdf'] : ['csv', 'jsonl'];

/** Whether an export is about one invoice, so that it must name a period. */
export const isOfInvoice = (kind: ExportKind): boolean =>
  kind === 'invoice_lines' || kind === 'invoice_rewards' || kind === 'invoice_pdf';

/** What statistics are exported by, and whether for each day or for all days together. */
export const STATISTICS_BY = ['program', ...REPORTED] as const;
export const STATISTICS_PER = ['day', 'period'] as const;

/** What an export may be narrowed by. */
export const EXPORT_FILTERS = ['group_key', 'status', 'period', 'by', 'per', 'from', 'to'] as const;
export type ExportFilter = (typeof EXPORT_FILTERS)[number];

/** The filters that mean something for each kind. */
export const FILTERS_OF = {
  partnerships: ['group_key', 'status'],
  links: [],
  groups: [],
  tags: [],
  customers: ['period'],
  transactions: ['period'],
  refunds: ['period'],
  actions: ['period'],
  leads: ['group_key', 'status', 'period'],
  deals: ['group_key', 'status', 'period'],
  rewards: ['status', 'period'],
  invoices: ['status', 'period'],
  payouts: ['status', 'period'],
  invoice_lines: ['period'],
  invoice_rewards: ['period'],
  invoice_pdf: ['period'],
  statistics: ['by', 'per', 'from', 'to'],
  everything: [],
} as const satisfies Readonly<Record<ExportKind, readonly ExportFilter[]>>;

/** The files of rows in an export: each kind by itself, or all of them; a document has none. */
export const sectionsOf = (kind: ExportKind): readonly ExportSection[] => {
  switch (kind) {
    case 'everything':
      return WHOLE_SECTIONS;
    case 'invoice_pdf':
      return [];
    default:
      return [kind];
  }
};
