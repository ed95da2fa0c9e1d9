import type { TopStatistics } from '../../../api/operations.ts';

/** What a partner or link is called; a partner without a name by the merchant's own key. */
export const nameOf = ({ name, partnership_key, partner_key, key }: TopStatistics): string =>
  name ?? (key === partnership_key ? partner_key : undefined) ?? key;
