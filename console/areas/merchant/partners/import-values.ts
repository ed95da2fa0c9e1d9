import type { Posts } from '../../../api/operations.ts';

export const SOURCES = ['csv', 'partnerstack', 'rewardful', 'firstpromoter'] as const;
export const KINDS = ['partners', 'links', 'coupons', 'customers', 'transactions', 'rewards'] as const;
export const ORDERS = ['iso', 'day_first', 'month_first'] as const;

/** What is imported: a file, or what another system has, read from there. */
export interface ImportValues {
  readonly source: (typeof SOURCES)[number];
  readonly kind: (typeof KINDS)[number];
  readonly file: string;
  readonly order: (typeof ORDERS)[number];
  readonly key: string;
  readonly secret: string;
  readonly account: string;
}

/** What a system asks of whoever reads from it. */
export const asksFor = (source: ImportValues['source']): readonly ('key' | 'secret' | 'account')[] => {
  switch (source) {
    case 'csv':
      return [];
    case 'partnerstack':
      return ['key', 'secret'];
    case 'rewardful':
      return ['key'];
    case 'firstpromoter':
      return ['key', 'account'];
  }
};

type Body = Posts['/v2/imports']['body'];

/** The request: first without making anything, then for real. */
export const importBody = ({ source, kind, file, order, ...access }: ImportValues, dry_run: boolean): Body => {
  if (source === 'csv') return { source, kind, file, date_order: order, dry_run };
  const asked = asksFor(source);
  return {
    source,
    dry_run,
    credentials: {
      key: access.key.trim(),
      ...(asked.includes('secret') ? { secret: access.secret.trim() } : {}),
      ...(asked.includes('account') ? { account_id: access.account.trim() } : {}),
    },
  };
};

/** The field that a detail of the API begins with: `email Must be an e-mail address.` */
const FIELD = /^([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*) /;

/**
 * What else the API says of a row that was skipped. Its reason is told in the reader's language; the details are English
 * sentences, of which other readers see the field alone.
 */
export const detailText = (reason: string, detail: string, language: string): string => {
  if (language === 'en') return detail;
  return reason === 'not_valid' ? (FIELD.exec(detail)?.[1] ?? '') : '';
};
