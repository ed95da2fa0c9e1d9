import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { userEmailKey, userKey, userMemberKey, userMemberPrefix, userPartnerKey, userPartnerPrefix } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** A person who can log in, as the login names it. Passwords are with the login, never here. */
export const User = z.object({
  user: z.string(),
  email: z.string(),
  /** Its password was chosen by somebody else, who added the person by hand: it opens no further program. */
  password_given: z.optional(z.boolean()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type User = z.infer<typeof User>;

export const getUser = async (store: Store, user: string): Promise<User | undefined> => {
  const item = await store.get(userKey(user));
  return item === undefined ? undefined : decode(User, item);
};

export const addUser = (user: User): Write => ({
  kind: 'put',
  item: { ...userKey(user.user), ...user },
  condition: absent('user_exists'),
});

export const changeUser = (before: User, after: User): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...userKey(after.user), ...after, rev: before.rev + 1 },
  condition: unchanged('user_changed', before.rev),
});

/** Whose an e-mail address is; `claimed_until` (real time) is set while an account is being made for it. */
const UserEmail = z.object({ user: z.optional(z.string()), claimed_until: z.optional(z.int()), rev: z.int() });
export type UserEmail = z.infer<typeof UserEmail>;

export const getUserEmail = async (store: Store, email: string): Promise<UserEmail | undefined> => {
  const item = await store.get(userEmailKey(email));
  return item === undefined ? undefined : decode(UserEmail, item);
};

/** The person with this e-mail address; undefined when nobody has it. */
export const userWithEmail = async (store: Store, email: string): Promise<string | undefined> =>
  (await getUserEmail(store, email))?.user;

/** Claims an address for an account that is being made, or gives it to its person (`email_taken`). */
export const putUserEmail = (
  email: string,
  before: UserEmail | undefined,
  after: Omit<UserEmail, 'rev'>,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...userEmailKey(email), ...after, rev: (before?.rev ?? 0) + 1 },
  condition: before === undefined ? absent('email_taken') : unchanged('email_taken', before.rev),
});

/** Gives an address back. */
export const releaseUserEmail = (email: string, before: UserEmail): Write => ({
  kind: 'delete',
  key: userEmailKey(email),
  condition: unchanged('email_changed', before.rev),
});

/** Forgets a person and the guard of its address (`user_changed`, `email_changed`). */
export const forgetUser = (user: User, guard: UserEmail | undefined): readonly Write[] => [
  { kind: 'delete', key: userKey(user.user), condition: unchanged('user_changed', user.rev) },
  ...(guard === undefined ? [] : [releaseUserEmail(user.email, guard)]),
];

/** That a person is in the team of a merchant: which member it is. Its role is the member's. */
const UserMember = z.object({ merchant: z.string(), member: z.string() });
type UserMember = z.infer<typeof UserMember>;
/** That a person is a partner in a program. */
const UserPartner = z.object({ program: z.string(), partnership: z.string() });
type UserPartner = z.infer<typeof UserPartner>;

/** Puts a person into a team (`member_exists` when it is in it). */
export const addUserMember = (user: string, member: UserMember): Write => ({
  kind: 'put',
  item: { ...userMemberKey(user, member.merchant), ...member },
  condition: absent('member_exists'),
});

export const removeUserMember = (user: string, merchant: string): Write => ({
  kind: 'delete',
  key: userMemberKey(user, merchant),
  condition: { name: 'member_gone', expression: 'attribute_exists(pk)' },
});

/** Ties a person to its partnership in a program (`partner_exists` when it has one there). */
export const addUserPartner = (user: string, partner: UserPartner): Write => ({
  kind: 'put',
  item: { ...userPartnerKey(user, partner.program), ...partner },
  condition: absent('partner_exists'),
});

export const removeUserPartner = (user: string, program: string): Write => ({
  kind: 'delete',
  key: userPartnerKey(user, program),
  condition: { name: 'partner_gone', expression: 'attribute_exists(pk)' },
});

/** What a person belongs to. */
interface Belongings {
  readonly members: readonly UserMember[];
  readonly partners: readonly UserPartner[];
}

/** The most that is listed of what a person belongs to. */
const MOST_BELONGINGS = 200;

const starts = (item: Item, prefix: string): boolean => item.sk.startsWith(prefix);

/** What a person belongs to, the first two hundred of each kind. */
export const belongingsOf = async (store: Store, user: string): Promise<Belongings> => {
  const { pk } = userKey(user);
  const pages = await Promise.all(
    [userMemberPrefix, userPartnerPrefix].map((prefix) => store.query({ pk, prefix, limit: MOST_BELONGINGS })),
  );
  const items = pages.flatMap((page) => page.items);
  return {
    members: items.filter((item) => starts(item, userMemberPrefix)).map((item) => decode(UserMember, item)),
    partners: items.filter((item) => starts(item, userPartnerPrefix)).map((item) => decode(UserPartner, item)),
  };
};

/** What a person is in one program of a merchant. */
export const belongingIn = async (
  store: Store,
  user: string,
  place: { readonly merchant: string; readonly program: string },
): Promise<{ readonly member: UserMember | undefined; readonly partner: UserPartner | undefined }> => {
  const items = await store.batchGet([userMemberKey(user, place.merchant), userPartnerKey(user, place.program)]);
  const member = items.find((item) => starts(item, userMemberPrefix));
  const partner = items.find((item) => starts(item, userPartnerPrefix));
  return {
    member: member === undefined ? undefined : decode(UserMember, member),
    partner: partner === undefined ? undefined : decode(UserPartner, partner),
  };
};
