/**
 * Does something with many things, some at a time, one batch after the other, and tells how many are done. What is
 * thrown ends it; what came before stays done.
 */
export const inBatches = async <Item, Result>(
  items: readonly Item[],
  size: number,
  run: (batch: readonly Item[]) => Promise<readonly Result[]>,
  told: (done: number) => void,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += size) {
    const batch = items.slice(start, start + size);
    results.push(...(await run(batch)));
    told(start + batch.length);
  }
  return results;
};
