import { csvOf } from '../../domain/csv.ts';
import { cellInMajorUnits } from '../../domain/csv-amounts.ts';
import type { ExportSection } from '../../domain/exports.ts';

/** The columns of each file: fields of the API's objects, with a dot for a field of an object inside. */
export const COLUMNS = {
  partnerships: [
    ...['key', 'partner_key', 'email', 'first_name', 'last_name', 'company', 'country', 'status', 'group_key', 'tags'],
    ...['tier_key', 'recruited_by', 'joined_at', 'created_at', 'updated_at'],
  ],
  links: [
    ...['key', 'partnership_key', 'slug', 'host', 'url', 'destination_url', 'name', 'utm.utm_source'],
    ...[
      'utm.utm_medium',
      'utm.utm_campaign',
      'utm.utm_term',
      'utm.utm_content',
      'archived',
      'created_at',
      'updated_at',
    ],
  ],
  groups: [
    ...['key', 'name', 'slug', 'default', 'archived', 'destination_url', 'approval_delay_days', 'terms_url'],
    ...['terms_version', 'join_slug', 'created_at', 'updated_at'],
  ],
  tags: ['key', 'name', 'created_at', 'updated_at'],
  customers: [
    ...['key', 'customer_key', 'email', 'name', 'country', 'provider_key', 'attribution.partnership_key'],
    ...['attribution.reason', 'attribution.link_key', 'attribution.at', 'metadata', 'created_at', 'updated_at'],
  ],
  transactions: [
    ...['key', 'external_key', 'customer_key', 'partnership_key', 'amount', 'refunded_amount', 'currency', 'country'],
    ...['lines', 'metadata', 'happened_at', 'created_at', 'updated_at'],
  ],
  refunds: [
    ...['key', 'external_key', 'transaction_key', 'transaction_external_key', 'amount', 'currency', 'lines'],
    ...['created_at', 'updated_at'],
  ],
  actions: [
    ...['key', 'external_key', 'type', 'target_type', 'target_key', 'partnership_key', 'value', 'amount', 'currency'],
    ...['metadata', 'created_at', 'updated_at'],
  ],
  leads: [
    ...['key', 'external_key', 'partnership_key', 'partner_key', 'group_key', 'status', 'email', 'first_name'],
    ...['last_name', 'company', 'phone', 'country', 'customer_key', 'amount', 'currency', 'reason', 'deal_key'],
    ...['source', 'archived', 'metadata', 'fields', 'created_at', 'updated_at'],
  ],
  deals: [
    ...[
      'key',
      'external_key',
      'partnership_key',
      'partner_key',
      'group_key',
      'status',
      'stage',
      'name',
      'account_name',
    ],
    ...['account_key', 'contact_email', 'contact_first_name', 'contact_last_name', 'country', 'close_date', 'amount'],
    ...['currency', 'customer_key', 'reason', 'lost_reason', 'held', 'duplicate_of', 'lead_key', 'source', 'archived'],
    ...['metadata', 'fields', 'created_at', 'updated_at'],
  ],
  rewards: [
    ...['key', 'partnership_key', 'partner_key', 'status', 'amount', 'original_amount', 'adjusted_amount'],
    ...['clawed_back_amount', 'currency', 'level', 'trigger_key', 'description', 'event_key', 'event_type'],
    ...['transaction_key', 'period', 'invoice_key', 'reassigned_to', 'created_at', 'updated_at'],
  ],
  invoices: [
    ...['key', 'period', 'status', 'currency', 'payables', 'fee', 'total', 'transactions', 'sales_amount'],
    ...['refunded_amount', 'quantity', 'rewards', 'reward_amount', 'second_tier_amount', 'clawbacks'],
    ...['clawback_amount', 'net', 'carried_in', 'carried_out', 'partnerships', 'note', 'created_at', 'updated_at'],
  ],
  payouts: [
    ...['key', 'partnership_key', 'partner_key', 'amount', 'currency', 'provider', 'status', 'reason', 'period'],
    ...['reference', 'sent_at', 'ended_at', 'created_at', 'updated_at'],
  ],
  invoice_lines: [
    ...['period', 'partnership_key', 'partner_key', 'partner_name', 'group_key', 'tier_key', 'transactions'],
    ...['sales_amount', 'refunded_amount', 'quantity', 'rewards', 'reward_amount', 'second_tier_amount', 'clawbacks'],
    ...['clawback_amount', 'net', 'carried_in', 'carried_out', 'payable', 'currency'],
  ],
  invoice_rewards: [
    ...['period', 'partnership_key', 'reward.partner_key', 'type', 'state', 'amount', 'currency', 'reward.key'],
    ...['reward.status', 'reward.level', 'reward.description', 'reward.event_type', 'reward.transaction.external_key'],
    ...['reward.transaction.amount', 'reward.customer.external_key', 'reward.original_amount'],
    ...['reward.adjusted_amount', 'reward.clawed_back_amount', 'reward.decline_reason', 'created_at'],
  ],
  statistics: [
    ...['day', 'from', 'to', 'group_key', 'group_name', 'partnership_key', 'partner_key', 'partner_name', 'link_key'],
    ...['link_name', 'link_url', 'clicks', 'invalid_clicks', 'sign_ups', 'transactions', 'revenue', 'refunds'],
    ...['refunded', 'reward_cost', 'currency'],
  ],
} as const satisfies Readonly<Record<ExportSection, readonly string[]>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const at = (row: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), row);

const cellOf = (value: unknown): string | number => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('|');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The mark by which spreadsheets know that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** The first row of a file. */
export const csvHeader = (section: ExportSection): string => csvOf([COLUMNS[section]]);

/** Rows as CSV, in the columns of their file; amounts in the major unit of the row's currency. */
export const csvRows = (section: ExportSection, rows: readonly object[]): string =>
  csvOf(
    rows.map((row) => {
      const found = at(row, 'currency');
      const currency = typeof found === 'string' ? found : undefined;
      return COLUMNS[section].map((column) => cellInMajorUnits(column, cellOf(at(row, column)), currency));
    }),
  );

/** Rows as JSON lines: whole objects as the API shows them. */
export const jsonLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
