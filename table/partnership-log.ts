import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import { inTimeline, listed, partnershipLogKey } from './keys.ts';
import { absent, type Item, type Write } from './store.ts';

/** What may happen to a partnership as it joins, and after that. Other capabilities add theirs. */
const LOGGED = [
  'partnership.approved',
  'partnership.moved',
  'partnership.deactivated',
  'partnership.reactivated',
  'partnership.tier_reached',
] as const;

/** Something that happened to a partnership. It never changes; its insertion announces it. */
const PartnershipLogEntry = z.object({
  /** The key of the fact. */
  key: z.string(),
  program: z.string(),
  partnership: z.string(),
  at: z.int(),
  type: z.enum(LOGGED),
  /** Who did it; absent where it came about by a sale or an edit of the tiers. */
  by: z.optional(z.string()),
  reason: z.optional(z.string()),
  /** The groups of a move. */
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  /** Whether the partnership was active when it moved. */
  active: z.optional(z.boolean()),
  /** The tier that was reached. */
  tier: z.optional(z.string()),
});
export type PartnershipLogEntry = z.infer<typeof PartnershipLogEntry>;

export const readPartnershipLogEntry = (item: Item): PartnershipLogEntry => decode(PartnershipLogEntry, item);

/** A new entry, which announces its fact (`log_entry_exists`). */
export const addPartnershipLogEntry = (entry: PartnershipLogEntry, fact: Fact): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...partnershipLogKey(entry.partnership, entry.key),
    ...listed('PARTLOGS', entry.program, entry.key),
    ...inTimeline(entry.partnership, entry.at, entry.key),
    ...announcing(entry.type, fact),
    ...entry,
  },
  condition: absent('log_entry_exists'),
});
