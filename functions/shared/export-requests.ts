import * as z from 'zod/mini';
import {
  EXPORT_FORMATS,
  EXPORT_KINDS,
  type ExportKind,
  type ExportSection,
  STATISTICS_BY,
  STATISTICS_PER,
  sectionsOf,
} from '../../domain/exports.ts';
import { DOCUMENT_LANGUAGES } from '../../domain/invoice-document.ts';
import type { Scope } from '../../domain/roles.ts';

/** What a job of the kind `export` is asked for. */
export const ExportRequest = z.object({
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  /** Begins the file with a mark by which spreadsheets know its encoding. */
  byte_order_mark: z.boolean(),
  group_key: z.optional(z.string()),
  status: z.optional(z.string()),
  period: z.optional(z.string()),
  /** Of statistics, which always have all four. */
  by: z.optional(z.enum(STATISTICS_BY)),
  per: z.optional(z.enum(STATISTICS_PER)),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  /** Of a document. */
  language: z.optional(z.enum(DOCUMENT_LANGUAGES)),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/** Whoever exports something must be allowed to read it. */
const SCOPES = {
  partnerships: 'partnerships:read',
  links: 'partnerships:read',
  groups: 'programs:read',
  tags: 'programs:read',
  customers: 'sales:read',
  transactions: 'sales:read',
  refunds: 'sales:read',
  actions: 'sales:read',
  leads: 'leads:read',
  deals: 'deals:read',
  rewards: 'rewards:read',
  invoices: 'billing:read',
  payouts: 'billing:read',
  invoice_lines: 'billing:read',
  invoice_rewards: 'billing:read',
  statistics: 'partnerships:read',
} as const satisfies Readonly<Record<ExportSection, Scope>>;

/** The scopes that an export needs besides `exports:read` or `exports:write`. */
export const exportScopes = (kind: ExportKind): readonly Scope[] =>
  kind === 'invoice_pdf' ? ['billing:read'] : [...new Set(sectionsOf(kind).map((section) => SCOPES[section]))];
