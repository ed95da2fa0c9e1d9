import { Failure, type FieldProblem } from '../../domain/errors.ts';
import { tags } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';

/**
 * The keys of tags that a request names by key or by name, in its order.
 * @param paramOf the field at fault when the n-th of them is unknown.
 * @throws Failure `unprocessable` (`unknown_tag`), with an entry for each unknown one.
 */
export const tagKeys = async (
  store: Store,
  program: string,
  asked: readonly string[],
  paramOf: (index: number) => string,
): Promise<readonly string[]> => {
  const known = new Set((await tags.getMany(store, program, asked)).map((tag) => tag.key));
  const byName = await tags.keysOfNames(
    store,
    program,
    asked.filter((text) => !known.has(text)),
  );
  const keys = asked.map((text) => (known.has(text) ? text : byName(text)));
  const fields = keys.flatMap((key, index): readonly FieldProblem[] =>
    key === undefined
      ? [{ param: paramOf(index), message: 'There is no such tag.', reason: 'not_there' as const }]
      : [],
  );
  const [first] = fields;
  if (first !== undefined) {
    throw new Failure('unprocessable', first.message, { reason: 'unknown_tag', param: first.param, fields });
  }
  return keys.filter((key) => key !== undefined);
};
