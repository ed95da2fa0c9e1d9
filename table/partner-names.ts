import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { partnerNameKey } from './keys.ts';
import { getStanding, type Standing } from './partnerships.ts';
import { absent, type Condition, type Store, type Write } from './store.ts';

const PartnerName = z.object({ partnership: z.string(), asked: z.optional(z.string()) });

export type PartnerNameKind = 'KEY' | 'EMAIL';

/** E-mail addresses name the same partner however they are capitalised. */
const spelling = (kind: PartnerNameKind, value: string): string => (kind === 'EMAIL' ? value.toLowerCase() : value);

/**
 * Takes a name for a partnership (`partner_key_taken` or `email_taken` when another one has it).
 * @param asked a hash of the request that made the partnership, to tell its repetition from another request.
 */
export const takePartnerName = (
  program: string,
  kind: PartnerNameKind,
  value: string,
  partnership: string,
  asked?: string,
): Write => ({
  kind: 'put',
  item: { ...partnerNameKey(program, kind, spelling(kind, value)), partnership, asked },
  condition: absent(kind === 'KEY' ? 'partner_key_taken' : 'email_taken'),
});

const EXISTS: Condition = { name: 'partner_name_gone', expression: 'attribute_exists(pk)' };

/** Gives a name back. */
export const releasePartnerName = (program: string, kind: PartnerNameKind, value: string): Write => ({
  kind: 'delete',
  key: partnerNameKey(program, kind, spelling(kind, value)),
  condition: EXISTS,
});

/** Whose a name is, and the hash of the request that took it. */
export const readPartnerName = async (
  store: Store,
  program: string,
  kind: PartnerNameKind,
  value: string,
): Promise<z.infer<typeof PartnerName> | undefined> => {
  const item = await store.get(partnerNameKey(program, kind, spelling(kind, value)));
  return item === undefined ? undefined : decode(PartnerName, item);
};

/** The partnership that a name belongs to. */
export const partnershipNamed = async (
  store: Store,
  program: string,
  kind: PartnerNameKind,
  value: string,
): Promise<string | undefined> => (await readPartnerName(store, program, kind, value))?.partnership;

/**
 * A partnership of the program by its key or by the merchant's own key for it; undefined when there is none.
 * @param guess whose the name was when last seen: read along with the name, so that a right guess saves a request.
 */
export const findPartnership = async (
  store: Store,
  program: string,
  name: string,
  guess?: string,
): Promise<Standing | undefined> => {
  const own = async (key: string): Promise<Standing | undefined> => {
    const standing = await getStanding(store, key);
    return standing?.program === program ? standing : undefined;
  };
  const direct = name.startsWith('part_') ? await own(name) : undefined;
  if (direct !== undefined) return direct;
  const [named, guessed] = await Promise.all([
    partnershipNamed(store, program, 'KEY', name),
    guess === undefined ? undefined : own(guess),
  ]);
  if (named === undefined) return undefined;
  return guessed?.key === named ? guessed : own(named);
};
