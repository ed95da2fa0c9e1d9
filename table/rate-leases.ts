import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { ConditionFailed, type ItemKey, type Store } from './store.ts';

/** How many requests of a key are leased in one window, by all environments together. */
interface LeaseRequest {
  readonly identity: string;
  /** The number of the window since the epoch. */
  readonly window: number;
  readonly count: number;
  readonly limit: number;
  /** When the counter may be removed, in seconds since the epoch. */
  readonly expiresAt: number;
}

const leaseKey = (request: LeaseRequest): ItemKey => ({ pk: `RATE#${request.identity}`, sk: String(request.window) });

/** Takes requests out of what is left of the window; false when fewer than that are left. */
export const takeLease = async (store: Store, request: LeaseRequest): Promise<boolean> => {
  try {
    await store.write({
      kind: 'update',
      key: leaseKey(request),
      update: {
        expression: 'ADD #leased :count SET #expires = :expires',
        names: { '#leased': 'leased', '#expires': EXPIRES_ATTRIBUTE },
        values: { ':count': request.count, ':expires': request.expiresAt },
      },
      condition: {
        name: 'requests_are_left',
        expression: 'attribute_not_exists(#leased) OR #leased <= :most',
        values: { ':most': request.limit - request.count },
      },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
};
