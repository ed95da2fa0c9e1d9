import { Failure, notFound } from '../../domain/errors.ts';
import type { KeyPrefix } from '../../domain/ids.ts';
import { addMailedLink, getMailedLink, type MailedLink, useMailedLink } from '../../table/mailed-links.ts';
import { takeLease } from '../../table/rate-leases.ts';
import type { Store, Write } from '../../table/store.ts';
import type { Ids } from './ids.ts';
import { hashToken, type MailedTokens } from './mailed-tokens.ts';

/** What handling mailed links needs from outside. */
export interface MailedLinkDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly tokens: () => Promise<MailedTokens>;
  /** Passwords and addresses are changed in real time, which always runs. */
  readonly clock: { real(): number };
}

type Kind = MailedLink['kind'];

const PREFIXES = {
  member: 'ivt',
  partner: 'ivt',
  password: 'pwr',
  email: 'emc',
  sign_up: 'sgn',
} as const satisfies Record<Kind, KeyPrefix>;

const HOUR_MS = 3_600_000;
const VALID_MS = {
  member: 7 * 24 * HOUR_MS,
  partner: 14 * 24 * HOUR_MS,
  password: HOUR_MS,
  email: HOUR_MS,
  sign_up: 24 * HOUR_MS,
} as const satisfies Record<Kind, number>;

const isInvitation = (kind: Kind): boolean => kind === 'member' || kind === 'partner';

/** What a new link is for; the kind decides how long it works. */
type Order = Omit<MailedLink, 'key' | 'created_at' | 'ends_at' | 'used_at' | 'rev'>;

/**
 * A new link: `write` stores it, and its insertion has it mailed. Invitations of partners are made with it too:
 * `subject` is the partnership that the person gets a login for.
 */
export const newMailedLink = async (
  deps: MailedLinkDeps,
  order: Order,
  now: number,
  mailed = true,
): Promise<{ readonly link: MailedLink; readonly hash: string; readonly write: Write & { readonly kind: 'put' } }> => {
  const key = deps.ids.key(PREFIXES[order.kind], now);
  const hash = hashToken((await deps.tokens())(key));
  const from = isInvitation(order.kind) ? now : deps.clock.real();
  const link = { ...order, key, created_at: now, ends_at: from + VALID_MS[order.kind], rev: 1 };
  return { link, hash, write: addMailedLink(hash, link, mailed) };
};

/** A link that works, and what notes that it was used. */
export interface OpenedLink {
  readonly link: MailedLink;
  readonly used: Write & { readonly kind: 'put' };
}

/** Why a link does not work any more. */
export const linkGone = (reason: 'used' | 'expired' | 'withdrawn'): Failure =>
  new Failure('gone', 'This link does not work any more.', { reason, param: 'token' });

/**
 * The link of a token. @throws Failure `not_found` for tokens that were never given out, whatever is wrong with them,
 * and `gone` (`used`, `expired`).
 */
export const openMailedLink = async (
  deps: MailedLinkDeps,
  kinds: readonly Kind[],
  token: string,
  now: number,
): Promise<OpenedLink> => {
  const hash = hashToken(token);
  const link = await getMailedLink(deps.store, hash);
  if (link === undefined || !kinds.includes(link.kind)) throw notFound('link', 'token');
  if (link.used_at !== undefined) throw linkGone('used');
  if (link.ends_at <= (isInvitation(link.kind) ? now : deps.clock.real())) throw linkGone('expired');
  return { link, used: useMailedLink(hash, link, now) };
};

/** Whether one more mail may be sent on somebody's behalf: so many in an hour of real time. */
export const mayMail = (deps: MailedLinkDeps, whose: string, most: number): Promise<boolean> => {
  const window = Math.floor(deps.clock.real() / HOUR_MS);
  const expiresAt = ((window + 2) * HOUR_MS) / 1000;
  return takeLease(deps.store, { identity: `mail-${hashToken(whose)}`, window, count: 1, limit: most, expiresAt });
};
