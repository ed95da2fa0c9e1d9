import { Failure } from '../../domain/errors.ts';
import { isPortalScope, type Role, SCOPES, type Scope } from '../../domain/roles.ts';

interface Known {
  /** Every key that a use case builds begins with it. */
  readonly program: string;
  readonly mode: 'test' | 'live';
  /** What idempotency records and rate limits are counted by. */
  readonly identity: string;
  /** Who did it, for marks and audit events. */
  readonly actor: string;
  /** `all`, or the scopes that were given. Portal scopes are never part of `all`. */
  readonly scopes: 'all' | readonly string[];
  /** Requests a minute; the default of the product where none are set. */
  readonly requestsPerMinute?: number | undefined;
}

/** A key of the program. */
export interface KeyCaller extends Known {
  readonly kind: 'key';
}

/** Somebody of the merchant's team, logged in. */
export interface MemberCaller extends Known {
  readonly kind: 'member';
  readonly role: Role;
  /** The login's own name for the person. */
  readonly user: string;
}

/** A partner; everything that it sees belongs to this partnership. */
export interface PartnerCaller extends Known {
  readonly kind: 'partner';
  readonly partnership: string;
  /** Undefined in the embedded portal, where nobody has logged in. */
  readonly user?: string;
}

/** Who calls, and what it may do. */
export type Caller = KeyCaller | MemberCaller | PartnerCaller;

/** Somebody who has logged in, whatever programs that person belongs to. */
export interface Person {
  /** The login's own name for the person. */
  readonly user: string;
  readonly identity: string;
}

/** How a request proves who makes it. */
export interface Credentials {
  readonly authorization: string;
  /** The program that the request names, for people who belong to several. */
  readonly program?: string | undefined;
  /** What the operation asks for: who is partner and team member in one comes as what is needed. */
  readonly scope?: Scope | undefined;
}

/**
 * Knows one kind of credentials. Answers undefined for credentials of another kind and throws `unauthorized` for
 * wrong ones of its own.
 */
export type Authenticator = (credentials: Credentials) => Promise<Caller | undefined>;

/** Knows the person of a token. @throws Failure `unauthorized` for everything else. */
export type PersonAuthenticator = (authorization: string | undefined) => Promise<Person>;

/** The one answer to every kind of wrong credentials, so that none tells which part was wrong. */
export const refused = (): Failure => new Failure('unauthorized', 'The key or token is missing or not valid.');

/** The caller by the first authenticator that knows its credentials. */
export const authenticate = async (
  authenticators: readonly Authenticator[],
  { authorization, ...more }: Omit<Credentials, 'authorization'> & { readonly authorization: string | undefined },
): Promise<Caller> => {
  if (authorization === undefined) throw refused();
  for (const authenticator of authenticators) {
    const caller = await authenticator({ authorization, ...more });
    if (caller !== undefined) return caller;
  }
  throw refused();
};

const holds = (caller: Caller, scope: Scope): boolean => {
  if (isPortalScope(scope) !== (caller.kind === 'partner')) return false;
  return caller.scopes === 'all' || caller.scopes.includes(scope);
};

/** Default deny: the caller needs exactly the scope that the operation names. */
export const requireScope = (caller: Caller, scope: Scope): void => {
  if (holds(caller, scope)) return;
  const message = caller.kind === 'key' ? `This key has no scope ${scope}.` : `This login has no scope ${scope}.`;
  throw new Failure('forbidden', message, { reason: 'scope' });
};

/** Whether a caller may give these scopes to a new key: nobody can give more than it has itself. */
export const mayGive = (caller: Caller, scopes: 'all' | readonly Scope[]): boolean =>
  caller.kind !== 'partner' && (scopes === 'all' ? SCOPES : scopes).every((scope) => holds(caller, scope));

/**
 * The partnership whose portal this is: the caller's own, never a parameter of the request.
 * @throws Failure `forbidden` for anybody but a partner.
 */
export const partnershipOf = (context: { readonly caller: Caller }): string => {
  if (context.caller.kind === 'partner') return context.caller.partnership;
  throw new Failure('forbidden', 'Only a partner has a portal.', { reason: 'scope' });
};
