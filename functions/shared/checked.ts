import type * as z from 'zod/mini';
import type { Schema } from './contract.ts';
import { invalidFields, type Reading, read } from './problems.ts';

/** The parts of a request, read by the operation's schemas. */
export interface Input<P extends Schema, Q extends Schema, B extends Schema> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
}

/** The parts of a request as they came. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What an operation asks for and answers. */
interface Shape<P extends Schema, Q extends Schema, B extends Schema, D extends Schema> {
  readonly id: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly data: D;
}

/** Runs the use case and checks its answer. */
type Prepared<C> = (context: C) => Promise<unknown>;
/** Reads the input, or throws what is wrong with it. */
export type Prepare<C> = (raw: RawInput) => Prepared<C>;

/** A defect of ours: a use case answered something else than its contract promises. */
class BrokenContract extends Error {
  constructor(operation: string, problems: readonly string[]) {
    super(`The answer of ${operation} is not what its contract says: ${problems.join(', ')}`);
    this.name = 'BrokenContract';
  }
}

const readInput = <P extends Schema, Q extends Schema, B extends Schema>(
  operation: { readonly params: P; readonly query: Q; readonly body: B },
  raw: RawInput,
): Input<P, Q, B> => {
  const params = read(operation.params, raw.params);
  const query = read(operation.query, raw.query);
  const body = read(operation.body, raw.body);
  if (params.ok && query.ok && body.ok) return { params: params.value, query: query.value, body: body.value };
  const parts: readonly Reading<unknown>[] = [params, query, body];
  throw invalidFields(parts.flatMap((part) => (part.ok ? [] : part.problems)));
};

/** A use case between its schemas: the input arrives read by the contract; the answer is held against it. */
export const checked =
  <C, P extends Schema, Q extends Schema, B extends Schema, D extends Schema>(
    operation: Shape<P, Q, B, D>,
    run: (context: C, input: Input<P, Q, B>) => Promise<z.input<D>>,
  ): Prepare<C> =>
  (raw) => {
    const input = readInput(operation, raw);
    return async (context) => {
      const data = read(operation.data, await run(context, input));
      if (data.ok) return data.value;
      throw new BrokenContract(
        operation.id,
        data.problems.map((problem) => `${problem.param} ${problem.message}`),
      );
    };
  };
