import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Journal } from './contract.ts';

/** The journal and the way to close it. */
export interface OpenJournal extends Journal {
  close(): void;
}

/**
 * Opens the runtime's own SQLite file, for this process alone. In WAL mode with `synchronous = NORMAL` a commit costs no disk flush,
 * and what was committed survives the end of the process, however it ends.
 */
export function openJournal(file: string): OpenJournal {
  const database = new DatabaseSync(file);
  // Exclusive locking spares the system calls that locks cost, nearly half of a small commit.
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  const statements = new Map<string, StatementSync>();
  let depth = 0;

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  const nested = <T>(work: () => T): T => {
    const level = depth;
    const [begin, keep, undo] =
      level === 0
        ? ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']
        : [`SAVEPOINT s${level}`, `RELEASE s${level}`, `ROLLBACK TO s${level}; RELEASE s${level}`];
    database.exec(begin);
    depth += 1;
    try {
      const result = work();
      database.exec(keep);
      return result;
    } catch (thrown) {
      if (database.isTransaction) database.exec(undo);
      throw thrown;
    } finally {
      depth = level;
    }
  };

  return {
    schema: (sql) => database.exec(sql),
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...values);
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },
    all: (sql, ...values) => prepare(sql).all(...values),
    transaction: nested,
    close: () => {
      statements.clear();
      database.close();
    },
  };
}
