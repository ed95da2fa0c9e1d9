import type { Invoice } from '../../../api/operations.ts';
import { Badge } from '../../../parts/figures.tsx';
import { invoices } from './texts.ts';

const KINDS = {
  draft: 'neutral',
  in_review: 'info',
  final: 'neutral',
  charging: 'neutral',
  unknown: 'warning',
  declined: 'bad',
  overdue: 'bad',
  paid: 'good',
  void: 'neutral',
  carried: 'neutral',
} as const satisfies Record<Invoice['status'], string>;

/** Where an invoice is on its way, in a word. */
export const StatusOf = ({ of: status }: { readonly of: Invoice['status'] }) => (
  <Badge kind={KINDS[status]}>{invoices.t.statuses[status]}</Badge>
);
