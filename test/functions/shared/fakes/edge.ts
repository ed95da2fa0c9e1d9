import type { Edge } from '../../../../functions/shared/api.ts';
import { openEdgeOver } from '../../../../functions/shared/edge.ts';
import { openIds } from '../../../../functions/shared/ids.ts';
import type { Log } from '../../../../functions/shared/log.ts';
import { newApiKey } from '../../../../functions/shared/secrets.ts';
import { createApiKey } from '../../../../table/api-keys.ts';
import type { Store } from '../../../../table/store.ts';
import { MovableClock } from './clock.ts';

/** Keeps the lines instead of writing them. */
export class KeptLog implements Log {
  readonly lines: string[] = [];

  error(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.lines.push(JSON.stringify({ message, ...fields }));
  }
}

export interface TestEdge {
  readonly edge: Edge;
  readonly clock: MovableClock;
  readonly log: KeptLog;
  /** Stores a new key of the program and gives its secret and public key. */
  readonly addKey: (
    program: string,
    scopes?: 'all' | string[],
    more?: { readonly requests_per_minute?: number },
  ) => Promise<{ readonly secret: string; readonly publicKey: string; readonly hash: string }>;
}

/** The edge as functions have it, over a table of the test, with a clock that the test moves. */
export const openTestEdge = (store: Store): TestEdge => {
  const clock = new MovableClock();
  const log = new KeptLog();
  const ids = openIds();
  return {
    edge: openEdgeOver(store, clock, log, ids),
    clock,
    log,
    async addKey(program, scopes = 'all', more = {}) {
      const made = newApiKey(ids, { program, mode: 'test', name: 'Test', scopes }, clock.now());
      await store.write(createApiKey(made.hash, { ...made.key, ...more }));
      return { secret: made.secret, publicKey: made.key.public_key, hash: made.hash };
    },
  };
};
