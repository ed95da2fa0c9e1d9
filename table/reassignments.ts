import * as z from 'zod/mini';
import type { Happening } from '../domain/rewards.ts';
import { decode } from './codec.ts';
import { listed, reassignmentKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';
import { FactBase, Standpoint } from './transactions.ts';

/**
 * That the rewards of an event went to the wrong partnership and were made for another one. It is an event of its own:
 * the new rewards carry its key, and can be reassigned in their turn.
 */
export const Reassignment = z.extend(FactBase, {
  /** The event whose rewards were reassigned: a fact, or an earlier reassignment of it. */
  event: z.string(),
  /** Where the fact itself is stored, however often it was reassigned. */
  root: z.object({ pk: z.string(), sk: z.string() }),
  from: z.string(),
  /** The partnership that is credited, with what it was when it was. */
  partnership: Standpoint,
  /** The period that the new rewards belong to; `period` is the one in which the others are taken back. */
  due: z.string(),
  cap_rest: z.optional(z.record(z.string(), z.int())),
  by: z.string(),
  note: z.string(),
});
export type Reassignment = z.infer<typeof Reassignment>;

/** A new reassignment (`reassignment_exists` when the event was reassigned before). */
export const addReassignment = (reassignment: Reassignment): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...reassignmentKey(reassignment.program, reassignment.event),
    ...listed('RSGNS', reassignment.program, reassignment.key),
    ...reassignment,
  },
  condition: absent('reassignment_exists'),
});

export const readReassignment = (item: unknown): Reassignment => decode(Reassignment, item);

/** The reassignment of an event's rewards; undefined when they are where they were made. */
export const reassignmentOf = async (
  store: Store,
  program: string,
  event: string,
): Promise<Reassignment | undefined> => {
  const item = await store.get(reassignmentKey(program, event));
  return item === undefined ? undefined : readReassignment(item);
};

/** The fact as if it had been accepted for the partnership that is credited now. */
export const reassignedHappening = (happening: Happening, reassignment: Reassignment): Happening => ({
  ...happening,
  key: reassignment.key,
  partnership: reassignment.partnership,
  cap_rest: reassignment.cap_rest,
});
