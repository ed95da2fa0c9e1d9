import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { mailedLinkKey } from './keys.ts';
import { absent, type Store, unchanged, type Write } from './store.ts';

/** A merchant that signs up, and its first program. */
const SignUp = z.object({ name: z.string(), currency: z.string(), time_zone: z.string() });
export type SignUp = z.infer<typeof SignUp>;

/**
 * A link that was mailed and works once: an invitation, a new password, another e-mail address, a
 * merchant that signs up. The token in it is
 * nowhere: the item is found by its SHA-256.
 */
export const MailedLink = z.object({
  key: z.string(),
  kind: z.enum(['member', 'partner', 'password', 'email', 'sign_up']),
  /** Where it was mailed to. */
  email: z.string(),
  created_at: z.int(),
  /** When it stops working: of invitations in business time, of the others in real time. */
  ends_at: z.int(),
  used_at: z.optional(z.int()),
  /** Whose password or address it changes. */
  user: z.optional(z.string()),
  merchant: z.optional(z.string()),
  program: z.optional(z.string()),
  /** The member or partnership that an invitation is for. */
  subject: z.optional(z.string()),
  /** What a merchant that signs up asked for. */
  sign_up: z.optional(SignUp),
  rev: z.int(),
});
export type MailedLink = z.infer<typeof MailedLink>;

/** A new link as it is announced. */
export const AnnouncedLink = z.omit(MailedLink, { rev: true });
export type AnnouncedLink = z.infer<typeof AnnouncedLink>;

/** The events that a new link announces, by its kind: each asks for the mail. */
const ANNOUNCED = {
  member: 'invitation.created',
  partner: 'invitation.created',
  password: 'password_reset.requested',
  email: 'email_change.requested',
  sign_up: 'sign_up.requested',
} as const satisfies Record<MailedLink['kind'], string>;

const DAY_SECONDS = 86_400;
/** Kept for a while after they stop working, so that whoever comes late is told why. */
const KEPT_DAYS = 30;

const linkItem = (hash: string, link: MailedLink) => ({
  ...mailedLinkKey(hash),
  ...link,
  [EXPIRES_ATTRIBUTE]: Math.floor(link.ends_at / 1000) + KEPT_DAYS * DAY_SECONDS,
});

/** A new link. `mailed` is false for one that only takes as long as the others: nobody has its address. */
export const addMailedLink = (hash: string, link: MailedLink, mailed: boolean): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...linkItem(hash, link), ...(mailed ? { announces: ANNOUNCED[link.kind] } : {}) },
  condition: absent('mailed_link_exists'),
});

/** Notes that a link was used (`mailed_link_used` when it was used in the meantime). */
export const useMailedLink = (hash: string, link: MailedLink, now: number): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...linkItem(hash, link), used_at: now, rev: link.rev + 1 },
  condition: unchanged('mailed_link_used', link.rev),
});

export const getMailedLink = async (store: Store, hash: string): Promise<MailedLink | undefined> => {
  const item = await store.get(mailedLinkKey(hash));
  return item === undefined ? undefined : decode(MailedLink, item);
};
