import { DatabaseSync } from 'node:sqlite';
import type { Clock } from './contract.ts';
import type { HttpClient } from './http-client.ts';
import { callTables, keysOf, type TableDefinition, TableError } from './tables.ts';
import { columnText, isObject, type Loose, messageOf, objectsAt, parseJson } from './values.ts';

const SWEEP_MS = 10_000;
/** A server elsewhere has to look through the whole table. */
const SCAN_MS = 60_000;
const AT_ONCE = 100;

export interface ExpiryOptions {
  readonly table: TableDefinition;
  readonly client: HttpClient;
  /** The SQLite file of the embedded table server; undefined for a server elsewhere. */
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export interface Sweeper {
  /** Deletes what has expired; answers how many items that were. */
  sweep(): Promise<number>;
  close(): void;
}

/** Finds items whose expiry lies before the instant, in seconds since the epoch. */
interface Finder {
  find(now: number): Promise<readonly Loose[]>;
  close(): void;
}

/** The table server keeps the items of a table in an SQL table of the same name. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The expiry of an item in SQL; the attribute's name is a JSON path, so it may hold letters, digits and `_` only. */
function expiryOf(attribute: string): string {
  if (!/^\w+$/.test(attribute)) throw new Error(`The local runtime does not support ${attribute} as time to live.`);
  return `CAST(json_extract(item_json, '$.${attribute}.N') AS INTEGER)`;
}

/** Looks into the file: an index on the attribute, which SQLite keeps by itself, makes finding nothing cost nothing. */
function findInFile(file: string, name: string, attribute: string): Finder {
  const database = new DatabaseSync(file);
  const value = expiryOf(attribute);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(
    `CREATE INDEX IF NOT EXISTS ${quoted(`${name} expiry`)} ON ${quoted(name)} (${value}) WHERE ${value} > 0`,
  );
  const due = database.prepare(
    `SELECT item_json FROM ${quoted(name)} WHERE ${value} > 0 AND ${value} < ? ORDER BY ${value} LIMIT ${AT_ONCE}`,
  );
  return {
    find: async (now) =>
      due.all(now).flatMap((row) => {
        const item: unknown = parseJson(columnText(row, 'item_json'));
        return isObject(item) ? [item] : [];
      }),
    close: () => database.close(),
  };
}

const beforeNow = (attribute: string, now: number): Loose => ({
  ExpressionAttributeNames: { '#expiry': attribute },
  ExpressionAttributeValues: { ':now': { N: String(now) } },
});

/** Looks through a table on a server elsewhere. */
function findByScan(client: HttpClient, name: string, attribute: string): Finder {
  const find = async (now: number): Promise<readonly Loose[]> => {
    const found: Loose[] = [];
    let start: Loose = {};
    do {
      const input = { TableName: name, FilterExpression: '#expiry < :now', ...beforeNow(attribute, now), ...start };
      const page = await callTables(client, 'Scan', input);
      found.push(...objectsAt(page, 'Items'));
      const { LastEvaluatedKey } = page;
      start = isObject(LastEvaluatedKey) ? { ExclusiveStartKey: LastEvaluatedKey } : {};
    } while ('ExclusiveStartKey' in start && found.length < AT_ONCE);
    return found;
  };
  return { find, close: () => undefined };
}

/** Deletes the items whose time to live has passed in business time, which the table server does not do. */
export function sweepExpired({ table, client, file, clock, log }: ExpiryOptions): Sweeper {
  const { expiry, name } = table;
  if (expiry === undefined) return { sweep: async () => 0, close: () => undefined };
  const finder = file === undefined ? findByScan(client, name, expiry) : findInFile(file, name, expiry);

  const remove = async (item: Loose, now: number): Promise<void> => {
    try {
      const Key = keysOf(table, item);
      const condition = { ConditionExpression: '#expiry < :now', ...beforeNow(expiry, now) };
      await callTables(client, 'DeleteItem', { TableName: name, Key, ...condition });
    } catch (thrown) {
      // Somebody gave the item more time in the meantime.
      if (!(thrown instanceof TableError) || thrown.code !== 'ConditionalCheckFailedException') throw thrown;
    }
  };
  const sweep = async (): Promise<number> => {
    const now = Math.floor(clock.now() / 1000);
    const items = await finder.find(now);
    for (const item of items) await remove(item, now);
    return items.length;
  };

  const timer = setInterval(
    () => {
      sweep().catch((thrown: unknown) => log(`Expired items of ${name} stay for now: ${messageOf(thrown)}`));
    },
    file === undefined ? SCAN_MS : SWEEP_MS,
  );
  timer.unref();
  return {
    sweep,
    close: () => {
      clearInterval(timer);
      finder.close();
    },
  };
}
