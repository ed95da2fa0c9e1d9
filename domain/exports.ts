/** What can be exported by itself, in the order in which an export of everything has it. */
export const EXPORT_SECTIONS = [
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
export type ExportSection = (typeof EXPORT_SECTIONS)[number];

export const EXPORT_KINDS = [...EXPORT_SECTIONS, 'everything'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What an export may be narrowed by. */
export const EXPORT_FILTERS = ['group_key', 'status', 'period'] as const;
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
  everything: [],
} as const satisfies Readonly<Record<ExportKind, readonly ExportFilter[]>>;

/** The files of an export: each kind by itself, or all of them. */
export const sectionsOf = (kind: ExportKind): readonly ExportSection[] =>
  kind === 'everything' ? EXPORT_SECTIONS : [kind];
