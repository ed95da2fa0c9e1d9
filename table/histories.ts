import * as z from 'zod/mini';
import type { EventType } from '../domain/events.ts';
import { decode } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import { listed, type ProspectKind, prospectEntryKey } from './keys.ts';
import { absent, type Item, type Write } from './store.ts';

/** One thing that happened to a lead or a deal: who, when, what and why. Entries are added and never changed. */
export const HistoryEntry = z.object({
  key: z.string(),
  program: z.string(),
  /** The lead or deal. */
  of: z.string(),
  at: z.int(),
  by: z.string(),
  what: z.string(),
  /** The state, and the stage of a deal, after it. */
  status: z.string(),
  stage: z.optional(z.string()),
  reason: z.optional(z.string()),
  amount: z.optional(z.int()),
  /** The partnership after it; what it was credited to, where it is an event. */
  partnership: z.optional(z.string()),
  /** The type of the event that it announced. */
  announces: z.optional(z.string()),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** What an entry announces. */
export interface Announcement {
  readonly type: EventType;
  readonly fact: Fact;
}

/** A new entry (`entry_exists`). With an announcement it is the fact that evaluation sees, listed under its key. */
export const addHistoryEntry = (
  kind: ProspectKind,
  entry: Omit<HistoryEntry, 'announces'>,
  announced: Announcement | undefined,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...prospectEntryKey(kind, entry.program, entry.of, entry.key),
    ...(announced === undefined
      ? {}
      : {
          ...listed(kind === 'LEAD' ? 'LEADEVENTS' : 'DEALEVENTS', entry.program, entry.key),
          ...announcing(announced.type, announced.fact),
        }),
    ...entry,
  },
  condition: absent('entry_exists'),
});

export const readHistoryEntry = (item: Item): HistoryEntry => decode(HistoryEntry, item);
