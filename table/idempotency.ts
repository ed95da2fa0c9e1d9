import * as z from 'zod/mini';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { ConditionFailed, type ItemKey, type Store } from './store.ts';

/** One request with an idempotency key: running, or answered. */
const RecordSchema = z.object({
  hash: z.string(),
  /** Which attempt holds the key. */
  attempt: z.string(),
  /** Until when the attempt holds it, in real time. */
  held_until: z.int(),
  status: z.optional(z.int()),
  /** The answer's body, deflated. */
  body: z.optional(z.instanceof(Uint8Array)),
  expires_at: z.int(),
});
export type IdempotencyRecord = z.infer<typeof RecordSchema>;

const recordKey = (identity: string, key: string): ItemKey => ({ pk: `IDEM#${identity}#${key}`, sk: 'A' });

/** What is stored for the key, expired or not; the table removes expired records late. */
export const readRecord = async (
  store: Store,
  identity: string,
  key: string,
): Promise<IdempotencyRecord | undefined> => {
  const item = await store.get(recordKey(identity, key));
  return item === undefined ? undefined : z.parse(RecordSchema, item);
};

/**
 * Claims the key for an attempt: when it is new, has expired, or is held by an attempt that must have died.
 * @returns false when another attempt holds it or has answered.
 */
export const claimRecord = async (
  store: Store,
  identity: string,
  key: string,
  record: IdempotencyRecord,
  at: { readonly seconds: number; readonly real: number },
): Promise<boolean> => {
  try {
    await store.write({
      kind: 'put',
      item: { ...recordKey(identity, key), ...record },
      condition: {
        name: 'key_is_free',
        expression:
          'attribute_not_exists(pk) OR #expires <= :now OR (attribute_not_exists(#status) AND #held <= :real AND #hash = :hash)',
        names: { '#expires': EXPIRES_ATTRIBUTE, '#status': 'status', '#held': 'held_until', '#hash': 'hash' },
        values: { ':now': at.seconds, ':real': at.real, ':hash': record.hash },
      },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
};

const heldBy = (attempt: string) => ({
  name: 'key_is_held',
  expression: '#attempt = :attempt',
  names: { '#attempt': 'attempt' },
  values: { ':attempt': attempt },
});

const unlessTakenOver = async (write: Promise<void>): Promise<void> => {
  try {
    await write;
  } catch (error) {
    // Another attempt holds the key now; its answer counts.
    if (!(error instanceof ConditionFailed)) throw error;
  }
};

/** Keeps the answer of an attempt for replays. */
export const finishRecord = (
  store: Store,
  identity: string,
  key: string,
  attempt: string,
  outcome: { readonly status: number; readonly body: Uint8Array },
): Promise<void> =>
  unlessTakenOver(
    store.write({
      kind: 'update',
      key: recordKey(identity, key),
      update: {
        expression: 'SET #status = :status, #body = :body',
        names: { '#status': 'status', '#body': 'body' },
        values: { ':status': outcome.status, ':body': outcome.body },
      },
      condition: heldBy(attempt),
    }),
  );

/** Frees the key after an attempt without a final answer. */
export const releaseRecord = (store: Store, identity: string, key: string, attempt: string): Promise<void> =>
  unlessTakenOver(store.write({ kind: 'delete', key: recordKey(identity, key), condition: heldBy(attempt) }));
