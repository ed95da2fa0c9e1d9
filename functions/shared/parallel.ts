/** How many partnerships a step deals with at the same time. */
const WIDTH = 8;

/**
 * Does something with every value, a few at a time, and gives the results in the order of the values. One that fails
 * keeps nobody else from its turn; when all have had theirs, the first failure is thrown.
 */
export const inParallel = async <T, R>(values: readonly T[], act: (value: T) => Promise<R>): Promise<readonly R[]> => {
  const results: { readonly at: number; readonly result: R }[] = [];
  const failures: unknown[] = [];
  const queue = values.entries();
  const work = async (): Promise<void> => {
    for (const [at, value] of queue) {
      try {
        results.push({ at, result: await act(value) });
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(WIDTH, values.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results.sort((a, b) => a.at - b.at).map(({ result }) => result);
};
