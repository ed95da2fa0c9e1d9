import { Failure } from '../../domain/errors.ts';
import type { Scope } from './contract.ts';

/** Who calls, and what it may do. Every key that a use case builds begins with `program`. */
export interface Caller {
  readonly program: string;
  readonly mode: 'test' | 'live';
  /** What idempotency records and rate limits are counted by. */
  readonly identity: string;
  /** Who did it, for marks and audit events. */
  readonly actor: string;
  /** `all`, or the scopes that were given to the key. */
  readonly scopes: 'all' | readonly string[];
  /** Requests a minute; the default of the product where the key sets none. */
  readonly requestsPerMinute?: number | undefined;
}

/**
 * Knows one kind of credentials. Answers undefined for credentials of another kind and throws `unauthorized` for
 * wrong ones of its own.
 */
export type Authenticator = (authorization: string) => Promise<Caller | undefined>;

/** The one answer to every kind of wrong credentials, so that none tells which part was wrong. */
export const refused = (): Failure => new Failure('unauthorized', 'The key is missing or not valid.');

/** The caller by the first authenticator that knows its credentials. */
export const authenticate = async (
  authenticators: readonly Authenticator[],
  authorization: string | undefined,
): Promise<Caller> => {
  if (authorization === undefined) throw refused();
  for (const authenticator of authenticators) {
    const caller = await authenticator(authorization);
    if (caller !== undefined) return caller;
  }
  throw refused();
};

/** Default deny: the caller needs exactly the scope that the operation names. */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (caller.scopes !== 'all' && !caller.scopes.includes(scope)) {
    throw new Failure('forbidden', `This key has no scope ${scope}.`, { reason: 'scope' });
  }
};
