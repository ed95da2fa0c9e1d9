/** Addresses that partners have spread before their program came here. They go on working. */

/**
 * The query parameters by which other systems name the partner on the merchant's site. The value of the last two is in
 * base 64 (test/fixtures/imports/README.md).
 */
export const OLD_PARAMETERS = ['via', 'fpr', 'fp_ref', 'ps_partner_key', 'gspk'] as const;

/** A letter-perfect token: what a link's path and a query parameter can both carry. */
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

/** Whether visitors of an old address can still be told by this token. */
export const isToken = (text: string): boolean => TOKEN.test(text);
