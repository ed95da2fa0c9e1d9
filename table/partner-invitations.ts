import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import { invitedKey, listed, partnerInvitationKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** An invitation to be a partner: who is invited, and what acceptance makes of it. */
const PartnerInvitation = z.object({
  key: z.string(),
  program: z.string(),
  email: z.string(),
  /** The partnership that is there already and gets a login; else acceptance makes one. */
  partnership: z.optional(z.string()),
  first_name: z.optional(z.string()),
  last_name: z.optional(z.string()),
  company: z.optional(z.string()),
  /** Where the new partnership is to be; the default group of the program without it. */
  group: z.optional(z.string()),
  tags: z.array(z.string()),
  recruiter: z.optional(z.string()),
  /** What the merchant writes in the mail. */
  message: z.optional(z.string()),
  by: z.string(),
  state: z.enum(['open', 'accepted', 'revoked']),
  /** The mailed link that is valid: earlier ones are worthless. */
  link: z.string(),
  /** The hash by which that link is found: an erasure takes it away. Earlier invitations have none. */
  hash: z.optional(z.string()),
  expires_at: z.int(),
  sent: z.int(),
  accepted_at: z.optional(z.int()),
  /** The partnership that came of it. */
  joined: z.optional(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type PartnerInvitation = z.infer<typeof PartnerInvitation>;

const itemOf = (invitation: PartnerInvitation): Item => ({
  ...partnerInvitationKey(invitation.program, invitation.key),
  ...listed('INVITES', invitation.program, invitation.key),
  ...invitation,
});

export const readPartnerInvitation = (item: Item): PartnerInvitation => decode(PartnerInvitation, item);

/** A new invitation, which announces itself (`invitation_exists`); `already_invited` while another one is open. */
export const addPartnerInvitation = (invitation: PartnerInvitation, fact: Fact): readonly Write[] => [
  {
    kind: 'put',
    item: { ...itemOf(invitation), ...announcing('partnership.invited', fact) },
    condition: absent('invitation_exists'),
  },
  {
    kind: 'put',
    item: { ...invitedKey(invitation.program, invitation.email), invitation: invitation.key },
    condition: absent('already_invited'),
  },
];

/** A changed invitation (`invitation_changed`); one that is not open any more gives its address free. */
export const changePartnerInvitation = (before: PartnerInvitation, after: PartnerInvitation): readonly Write[] => [
  {
    kind: 'put',
    item: itemOf({ ...after, rev: before.rev + 1 }),
    condition: unchanged('invitation_changed', before.rev),
  },
  ...(before.state === 'open' && after.state !== 'open'
    ? [
        {
          kind: 'delete',
          key: invitedKey(before.program, before.email),
          condition: { name: 'invitation_changed', expression: 'attribute_exists(pk)' },
        } as const,
      ]
    : []),
];

export const getPartnerInvitation = async (
  store: Store,
  program: string,
  key: string,
): Promise<PartnerInvitation | undefined> => {
  const item = await store.get(partnerInvitationKey(program, key));
  return item === undefined ? undefined : readPartnerInvitation(item);
};

const Invited = z.object({ invitation: z.string() });

/** The open invitation of an address. */
export const openInvitationOf = async (store: Store, program: string, email: string): Promise<string | undefined> => {
  const item = await store.get(invitedKey(program, email));
  return item === undefined ? undefined : decode(Invited, item).invitation;
};
