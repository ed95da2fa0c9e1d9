import * as z from 'zod/mini';
import type { Scope } from '../../domain/roles.ts';

export { SCOPES, type Scope } from '../../domain/roles.ts';

export type Schema = z.core.$ZodType;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Two operations have no version in their paths, because PartnerStack’s have none. */
export type Path = `/v2/${string}` | `/deals/${string}`;

/** Nothing may be sent in this part of the request. */
export const NOTHING = z.strictObject({});
export type Nothing = typeof NOTHING;

interface Described {
  /** The name of the operation in the OpenAPI document and in generated clients. */
  readonly id: string;
  readonly method: Method;
  /** `{name}` stands for one path segment. */
  readonly path: Path;
  /** The resource that it is listed under. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /**
   * That it only adds facts that never change and carry who reported them: they are their own record. Everything else
   * that changes something leaves an audit event.
   */
  readonly addsFacts?: true;
}

interface Answered<D extends Schema> {
  readonly status: 200 | 201 | 202;
  /** The `message` of a successful answer. */
  readonly message: string;
  readonly data: D;
}

interface Asked<P extends Schema, Q extends Schema, B extends Schema> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
}

/** An operation that needs a key: what may be asked, what is answered, and what the key must allow. */
export interface Operation<P extends Schema, Q extends Schema, B extends Schema, D extends Schema>
  extends Described,
    Answered<D>,
    Asked<P, Q, B> {
  readonly kind: 'keyed';
  readonly scope: Scope;
}

/** An operation for whoever has logged in, whatever programs that person belongs to. */
export interface PersonalOperation<P extends Schema, Q extends Schema, B extends Schema, D extends Schema>
  extends Described,
    Answered<D>,
    Asked<P, Q, B> {
  readonly kind: 'personal';
}

/** An operation that anybody may call without a key; requests are counted by the address that they come from. */
export interface PublicOperation<P extends Schema, Q extends Schema, B extends Schema, D extends Schema>
  extends Described,
    Answered<D>,
    Asked<P, Q, B> {
  readonly kind: 'public';
  /** Requests of one address in a minute. */
  readonly requestsPerMinute: number;
}

/** An operation that anybody may call, with a body that is read as it came (webhooks) or none (documents). */
export interface OpenOperation extends Described {
  readonly kind: 'open';
  /** What the body of a successful answer is; errors are always JSON. */
  readonly answers: 'application/json' | 'text/html' | 'image/*' | 'image/gif';
}

/** An operation whose request and answer are read by its schemas. */
export type CheckedOperation =
  | Operation<Schema, Schema, Schema, Schema>
  | PersonalOperation<Schema, Schema, Schema, Schema>
  | PublicOperation<Schema, Schema, Schema, Schema>;

/** Any operation; what tables of operations and the OpenAPI document work with. */
export type AnyOperation = CheckedOperation | OpenOperation;

type Definition<P extends Schema, Q extends Schema, B extends Schema, D extends Schema> = Described &
  Partial<Asked<P, Q, B>> &
  Omit<Answered<D>, 'status'> & { readonly status?: 200 | 201 | 202 };

const ASKED_NOTHING = { status: 200, params: NOTHING, query: NOTHING, body: NOTHING } as const;

/** Describes an operation. Parts of the request that are left out must be empty; the status is 200 unless named. */
export function operation<
  D extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>(definition: Definition<P, Q, B, D> & { readonly scope: Scope }): Operation<P, Q, B, D>;
export function operation(
  definition: Definition<Schema, Schema, Schema, Schema> & { readonly scope: Scope },
): AnyOperation {
  return { kind: 'keyed', ...ASKED_NOTHING, ...definition };
}

/** Describes an operation for whoever has logged in. */
export function personalOperation<
  D extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>(definition: Definition<P, Q, B, D>): PersonalOperation<P, Q, B, D>;
export function personalOperation(definition: Definition<Schema, Schema, Schema, Schema>): AnyOperation {
  return { kind: 'personal', ...ASKED_NOTHING, ...definition };
}

/** Describes an operation that needs no key; an address may make sixty such requests in a minute unless it says else. */
export function publicOperation<
  D extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>(definition: Definition<P, Q, B, D> & { readonly requestsPerMinute?: number }): PublicOperation<P, Q, B, D>;
export function publicOperation(
  definition: Definition<Schema, Schema, Schema, Schema> & { readonly requestsPerMinute?: number },
): AnyOperation {
  return { kind: 'public', requestsPerMinute: 60, ...ASKED_NOTHING, ...definition };
}

/** Describes an operation that anybody may call. */
export const openOperation = (definition: Omit<OpenOperation, 'kind'>): OpenOperation => ({
  kind: 'open',
  ...definition,
});

/** The input of an operation's use case. */
export type InputOf<O> = O extends { readonly params: infer P; readonly query: infer Q; readonly body: infer B }
  ? { readonly params: Read<P>; readonly query: Read<Q>; readonly body: Read<B> }
  : never;

/** What an operation's use case answers. */
export type DataOf<O> = O extends { readonly data: infer D } ? (D extends Schema ? z.input<D> : never) : never;

type Read<S> = S extends Schema ? z.output<S> : never;
