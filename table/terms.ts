import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import { inTimeline, TERMS_PREFIX, termsKey } from './keys.ts';
import { absent, type Item, type Store, type Write } from './store.ts';

/** That a partner accepted a version of the terms of its group. It never changes. */
const Acceptance = z.object({
  key: z.string(),
  program: z.string(),
  partnership: z.string(),
  group: z.string(),
  version: z.int(),
  url: z.string(),
  accepted_at: z.int(),
  /** The address from which it was accepted. */
  address: z.optional(z.string()),
});
export type Acceptance = z.infer<typeof Acceptance>;

/** Stores an acceptance, which announces it (`terms_accepted_before`). */
export const addAcceptance = (acceptance: Acceptance, fact: Fact): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...termsKey(acceptance.partnership, acceptance.group, acceptance.version),
    ...inTimeline(acceptance.partnership, acceptance.accepted_at, acceptance.key),
    ...announcing('partnership.terms_accepted', fact),
    ...acceptance,
  },
  condition: absent('terms_accepted_before'),
});

export const readAcceptance = (item: Item): Acceptance => decode(Acceptance, item);

/** A partnership's acceptance of one version; undefined when it has not accepted that one. */
export const getAcceptance = async (
  store: Store,
  partnership: string,
  group: string,
  version: number,
): Promise<Acceptance | undefined> => {
  const item = await store.get(termsKey(partnership, group, version));
  return item === undefined ? undefined : readAcceptance(item);
};

/** Terms change seldom: there are never more than these. */
const MOST = 500;

/** All acceptances of a partnership, those of one group after those of another. */
export const acceptancesOf = async (store: Store, partnership: string): Promise<readonly Acceptance[]> => {
  const { pk } = termsKey(partnership, '', 0);
  return (await store.query({ pk, prefix: TERMS_PREFIX, limit: MOST })).items.map(readAcceptance);
};
