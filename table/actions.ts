import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { announcing, type Fact } from './facts.ts';
import { actionKey, listed } from './keys.ts';
import { absent, type Item, type Write } from './store.ts';

/** Anything else that a customer did, reported by the merchant. */
export const Action = z.object({
  key: z.string(),
  program: z.string(),
  external_key: z.string(),
  name: z.string(),
  target_type: z.enum(['customer', 'partnership']),
  target_key: z.string(),
  /** The partnership for which it counts. */
  partnership: z.optional(z.string()),
  /** How often it was done. */
  value: z.int(),
  amount: z.optional(z.int()),
  currency: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.string())),
  created_at: z.int(),
  /** When the merchant took it back; its rewards were declined then. */
  archived_at: z.optional(z.int()),
});
export type Action = z.infer<typeof Action>;

/** A new action (`action_exists` when the external key is taken). */
export const addAction = (action: Action, fact: Fact): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...actionKey(action.program, action.external_key),
    ...listed('ACTS', action.program, action.key),
    ...announcing('action.reported', fact),
    ...action,
  },
  condition: absent('action_exists'),
});

export const readAction = (item: unknown): Action => decode(Action, item);

/** An action that is put away, with the fact that it announced (`action_archived` when it was before). */
export const archiveAction = (item: Item, at: number): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...item, archived_at: at },
  condition: { name: 'action_archived', expression: 'attribute_not_exists(archived_at)' },
});
