import * as z from 'zod/mini';
import type { EventType } from '../domain/events.ts';
import type { Happening } from '../domain/rewards.ts';
import { decode } from './codec.ts';
import { FactBase, Standpoint } from './transactions.ts';

/** What an item that announces itself carries besides its own attributes: everything that evaluation may look at. */
const Fact = z.extend(FactBase, {
  partnership: z.optional(Standpoint),
  customer: z.optional(
    z.object({
      key: z.string(),
      created_at: z.int(),
      country: z.optional(z.string()),
      ordinal: z.optional(z.int()),
    }),
  ),
  amount: z.optional(z.int()),
  currency: z.optional(z.string()),
  country: z.optional(z.string()),
  action: z.optional(z.string()),
  /** When it happened, for what comes from another system: no earning answers it. */
  happened_at: z.optional(z.int()),
  stage: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.union([z.string(), z.int(), z.array(z.string())]))),
  /** What a monthly cap leaves of each capped trigger, reserved at acceptance. */
  cap_rest: z.optional(z.record(z.string(), z.int())),
  /** Whether the partnership's standing counts the fact, so that an earning must answer it. */
  counted: z.boolean(),
  /** Set where no trigger may reward it, whatever one waits for: what comes again, and whoever is not active. */
  unrewarded: z.optional(z.literal(true)),
});
export type Fact = z.infer<typeof Fact>;

const Announced = z.object({ fact: Fact });

/** The attributes that make the insertion of an item the announcement of a fact. */
export const announcing = (event: EventType, fact: Fact) => ({ announces: event, fact });

/** The fact of an announced item, from the table or from an event. */
export const readFact = (detail: unknown): Fact => decode(Announced, detail).fact;

/** A fact as evaluation sees it; undefined when no earning is to answer it. */
export const happeningOfFact = (type: EventType, fact: Fact): Happening | undefined => {
  const { partnership } = fact;
  if (partnership === undefined || !fact.counted) return undefined;
  return { ...fact, type, partnership, country: fact.country ?? fact.customer?.country };
};

/** A fact as evaluation would see it if a trigger waited for it; undefined when no trigger may reward it. */
export const happeningIfAwaited = (type: EventType, fact: Fact): Happening | undefined =>
  fact.happened_at !== undefined || fact.unrewarded === true
    ? undefined
    : happeningOfFact(type, { ...fact, counted: true });
