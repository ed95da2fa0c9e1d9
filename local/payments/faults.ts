import type { Store } from './store.ts';
import type { AccountConduct, CardConduct, ReceiverConduct } from './test-accounts.ts';

/** What happens to a request before the provider looks at it. */
type Gate = 'open' | 'busy' | 'lost';

type Conduct = CardConduct | AccountConduct | ReceiverConduct;

const BUSY_ANSWERS = 3;

/** Seconds after which a busy provider asks to be tried again. */
export const RETRY_AFTER_SECONDS = 1;

/** Applies a test account's faults that strike before any effect. `scope` names the request, so that repeats count. */
export function gateOf(store: Store, conduct: Conduct | undefined, scope: string): Gate {
  switch (conduct) {
    case 'busy three times':
      return store.count(`busy/${scope}`) <= BUSY_ANSWERS ? 'busy' : 'open';
    case 'loses the request once':
      return store.count(`lost/${scope}`) === 1 ? 'lost' : 'open';
    default:
      return 'open';
  }
}

/** True the first time that a request of an account that loses answers took effect. */
export function losesAnswer(store: Store, conduct: Conduct | undefined, scope: string): boolean {
  return conduct === 'loses the answer once' && store.count(`answer/${scope}`) === 1;
}
