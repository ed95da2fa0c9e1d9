import type * as z from 'zod/mini';
import type { Caller, Person } from './auth.ts';
import { checked, type Input, type Prepare } from './checked.ts';
import type { OpenOperation, Operation, PersonalOperation, PublicOperation, Schema } from './contract.ts';
import type { Request } from './request.ts';

/** What an open operation knows about the request besides the request itself. */
export interface OpenContext {
  readonly requestId: string;
  /** When the request was accepted: what facts are dated with. */
  readonly now: number;
  /** The network address that the request came from. */
  readonly sourceIp?: string | undefined;
}

/** What a use case knows about the request besides its input. */
export interface Context extends OpenContext {
  readonly caller: Caller;
  /** The caller's program. Keys of items begin with it; it never comes from the request. */
  readonly program: string;
}

/** What the use case of a personal operation knows about the request besides its input. */
export interface PersonalContext extends OpenContext {
  readonly person: Person;
}

/** What the use case of a public operation knows about the request besides its input. */
export interface PublicContext extends OpenContext {
  readonly sourceIp: string;
  /** Who has logged in, where it matters. @throws Failure `unauthorized` when nobody has, or with a wrong token. */
  readonly person: () => Promise<Person>;
}

export interface KeyedRoute {
  readonly kind: 'keyed';
  readonly operation: Operation<Schema, Schema, Schema, Schema>;
  readonly prepare: Prepare<Context>;
}

export interface PersonalRoute {
  readonly kind: 'personal';
  readonly operation: PersonalOperation<Schema, Schema, Schema, Schema>;
  readonly prepare: Prepare<PersonalContext>;
}

export interface PublicRoute {
  readonly kind: 'public';
  readonly operation: PublicOperation<Schema, Schema, Schema, Schema>;
  readonly prepare: Prepare<PublicContext>;
}

/** The answer of an open operation, which may be of any content type. */
export interface OpenAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isBase64Encoded?: boolean;
}

export interface OpenRoute {
  readonly kind: 'open';
  readonly operation: OpenOperation;
  readonly run: (
    context: OpenContext,
    request: Request,
    params: Readonly<Record<string, string>>,
  ) => Promise<OpenAnswer>;
}

export type Route = KeyedRoute | PersonalRoute | PublicRoute | OpenRoute;

/** Ties a use case to its operation. */
export const route = <P extends Schema, Q extends Schema, B extends Schema, D extends Schema>(
  operation: Operation<P, Q, B, D>,
  run: (context: Context, input: Input<P, Q, B>) => Promise<z.input<D>>,
): Route => ({ kind: 'keyed', operation, prepare: checked(operation, run) });

/** Ties a use case to an operation for whoever has logged in. */
export const personalRoute = <P extends Schema, Q extends Schema, B extends Schema, D extends Schema>(
  operation: PersonalOperation<P, Q, B, D>,
  run: (context: PersonalContext, input: Input<P, Q, B>) => Promise<z.input<D>>,
): Route => ({ kind: 'personal', operation, prepare: checked(operation, run) });

/** Ties a use case to an operation that needs no key. */
export const publicRoute = <P extends Schema, Q extends Schema, B extends Schema, D extends Schema>(
  operation: PublicOperation<P, Q, B, D>,
  run: (context: PublicContext, input: Input<P, Q, B>) => Promise<z.input<D>>,
): Route => ({ kind: 'public', operation, prepare: checked(operation, run) });

/** Ties an open operation to what answers it. */
export const openRoute = (operation: OpenOperation, run: OpenRoute['run']): Route => ({
  kind: 'open',
  operation,
  run,
});
