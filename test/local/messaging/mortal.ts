import type { Journal } from '../../../local/contract.ts';

/** A journal that can be made to fail from the n-th write on, as a process that was killed. */
export interface MortalJournal extends Journal {
  dieAfter(writes: number): void;
  readonly dead: boolean;
  readonly writes: number;
}

export function mortal(journal: Journal): MortalJournal {
  let left = Number.POSITIVE_INFINITY;
  let writes = 0;
  let dead = false;
  const alive = (): void => {
    if (dead) throw new Error('killed');
  };
  return {
    schema: (sql) => journal.schema(sql),
    run: (sql, ...values) => {
      alive();
      if (writes >= left) {
        dead = true;
        throw new Error('killed');
      }
      writes += 1;
      return journal.run(sql, ...values);
    },
    all: (sql, ...values) => {
      alive();
      return journal.all(sql, ...values);
    },
    transaction: (work) => {
      alive();
      return journal.transaction(work);
    },
    dieAfter: (count) => {
      left = writes + count;
    },
    get dead() {
      return dead;
    },
    get writes() {
      return writes;
    },
  };
}
