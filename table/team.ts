import * as z from 'zod/mini';
import { ROLES } from '../domain/roles.ts';
import { decode } from './codec.ts';
import { teamEmailKey, teamKey, teamMemberKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** Somebody of a merchant's team, or somebody who is invited into it and has no login of this team yet. */
export const Member = z.object({
  key: z.string(),
  merchant: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  /** Who it is; absent until the invitation is accepted. */
  user: z.optional(z.string()),
  /** The invitation that is open. */
  invitation: z.optional(z.string()),
  invitation_expires_at: z.optional(z.int()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Member = z.infer<typeof Member>;

export const readMember = (item: Item): Member => decode(Member, item);

export const getMember = async (store: Store, merchant: string, key: string): Promise<Member | undefined> => {
  const item = await store.get(teamMemberKey(merchant, key));
  return item === undefined ? undefined : readMember(item);
};

export const addMember = (member: Member): Write => ({
  kind: 'put',
  item: { ...teamMemberKey(member.merchant, member.key), ...member },
  condition: absent('member_exists'),
});

export const changeMember = (before: Member, after: Member): Write => ({
  kind: 'put',
  item: { ...teamMemberKey(after.merchant, after.key), ...after, rev: before.rev + 1 },
  condition: unchanged('member_changed', before.rev),
});

export const removeMember = (member: Member): Write => ({
  kind: 'delete',
  key: teamMemberKey(member.merchant, member.key),
  condition: unchanged('member_changed', member.rev),
});

/** How large a team is. Every change of the team goes through it, so that two at the same moment follow each other. */
const Team = z.object({ members: z.int(), owners: z.int(), rev: z.int() });
export type Team = z.infer<typeof Team>;

export const getTeam = async (store: Store, merchant: string): Promise<Team | undefined> => {
  const item = await store.get(teamKey(merchant));
  return item === undefined ? undefined : decode(Team, item);
};

/** Puts a changed team back (`team_changed` when another change came between). */
export const putTeam = (merchant: string, before: Team | undefined, after: Omit<Team, 'rev'>): Write => ({
  kind: 'put',
  item: { ...teamKey(merchant), ...after, rev: (before?.rev ?? 0) + 1 },
  condition: before === undefined ? absent('team_changed') : unchanged('team_changed', before.rev),
});

const MemberEmail = z.object({ member: z.string() });

/** Takes an e-mail address for somebody who is invited (`member_email_taken` when it has an open invitation). */
export const takeMemberEmail = (merchant: string, email: string, member: string): Write => ({
  kind: 'put',
  item: { ...teamEmailKey(merchant, email), member },
  condition: absent('member_email_taken'),
});

export const releaseMemberEmail = (merchant: string, email: string): Write => ({
  kind: 'delete',
  key: teamEmailKey(merchant, email),
  condition: { name: 'member_email_gone', expression: 'attribute_exists(pk)' },
});

/** The member that is invited under this address. */
export const memberWithEmail = async (store: Store, merchant: string, email: string): Promise<string | undefined> => {
  const item = await store.get(teamEmailKey(merchant, email));
  return item === undefined ? undefined : decode(MemberEmail, item).member;
};
