import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { absent, ConditionFailed, type ItemKey, type Store } from './store.ts';

const DAY_SECONDS = 86_400;

/** Whether something was dealt with before: a provider's event, or a mail. */
export const wasSeen = async (store: Store, key: ItemKey): Promise<boolean> => (await store.get(key)) !== undefined;

/** Remembers that something was dealt with, for so many days; false when it was remembered already. */
export const remember = async (store: Store, key: ItemKey, now: number, days: number): Promise<boolean> => {
  const item = { ...key, at: now, [EXPIRES_ATTRIBUTE]: Math.floor(now / 1000) + days * DAY_SECONDS };
  try {
    await store.write({ kind: 'put', item, condition: absent('is_new') });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
};
