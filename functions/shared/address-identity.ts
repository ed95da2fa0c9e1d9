import { createHash } from 'node:crypto';

/** What requests of one address to one operation are counted by. Addresses are personal data: counters know hashes. */
export const addressIdentity = (operation: string, address: string): string =>
  `ip-${createHash('sha256').update(`${operation} ${address}`).digest('base64url').slice(0, 22)}`;
