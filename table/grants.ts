import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import { grantKey, listed } from './keys.ts';
import { absent, type Write } from './store.ts';

/** A reward that the merchant gave by hand. Minor units. */
export const Grant = z.object({
  key: z.string(),
  program: z.string(),
  external_key: z.string(),
  partnership: z.string(),
  amount: z.int(),
  /** What the partner reads. */
  description: z.string(),
  note: z.optional(z.string()),
  by: z.string(),
  created_at: z.int(),
});
export type Grant = z.infer<typeof Grant>;

/** A new grant (`grant_exists` when the external key is taken). Its earning is stored with it. */
export const addGrant = (grant: Grant, fact: Fact): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...grantKey(grant.program, grant.external_key),
    ...listed('GRANTS', grant.program, grant.key),
    ...announcing('reward.granted', fact),
    ...grant,
  },
  condition: absent('grant_exists'),
});

export const readGrant = (item: unknown): Grant => decode(Grant, item);
