import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { StreamRecord, TableStream } from './contract.ts';
import type { TableDefinition } from './tables.ts';
import { columnNumber, columnText, type Loose, parseJson } from './values.ts';

/** A table's stream that can be told of a write, and closed. */
export interface OpenStream extends TableStream {
  /** Tells that the table was written: whoever listens is called before this returns. */
  wake(): void;
  close(): void;
}

/** How often the file is asked for writes that nobody told of, in milliseconds. */
const LOOK_MS = 20;
/** Consumed records are forgotten so many at a time, so that the table server never waits for long. */
const TRIM_AT_ONCE = 500;

const READ = `SELECT event_name, keys_json, new_image, old_image, sequence_number, created_at FROM _stream_records
  WHERE table_name = ? AND CAST(sequence_number AS INTEGER) > ? ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?`;
/** The newest record stays, whatever happens: the table server numbers the next record after it. */
const TRIM = `DELETE FROM _stream_records WHERE id IN (SELECT id FROM _stream_records
  WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 AND CAST(sequence_number AS INTEGER) <
    (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)
  ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${TRIM_AT_ONCE})`;

/** A stored row in the shape in which Lambda hands records to functions. */
function toRecord(row: Loose, table: TableDefinition, region: string): StreamRecord {
  const sequenceNumber = columnText(row, 'sequence_number');
  const images: Record<string, unknown> = {};
  if (typeof row['new_image'] === 'string') images['NewImage'] = parseJson(row['new_image']);
  if (typeof row['old_image'] === 'string') images['OldImage'] = parseJson(row['old_image']);
  return {
    sequenceNumber,
    record: {
      eventID: createHash('md5').update(`${table.name}/${sequenceNumber}`).digest('hex'),
      eventName: row['event_name'],
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: columnNumber(row, 'created_at'),
        Keys: parseJson(columnText(row, 'keys_json')),
        ...images,
        SequenceNumber: sequenceNumber,
        StreamViewType: table.streamView,
      },
      eventSourceARN: table.streamArn,
    },
  };
}

/**
 * The stream of a table, read from the SQLite file of the embedded table server. The endpoint in front of the server
 * tells of every write (`wake`); a look at the file's version every 20 ms finds the writes of others.
 */
export function openStream(file: string, table: TableDefinition, region: string): OpenStream {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(
    'CREATE INDEX IF NOT EXISTS stream_records_by_number ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
  );
  // From here on this connection waits for nobody: a trim that finds the file busy comes again later.
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0');
  const read = database.prepare(READ);
  const trim = database.prepare(TRIM);
  const version = database.prepare('PRAGMA data_version');
  const listeners = new Set<() => void>();
  let seen = version.get()?.['data_version'];
  let forgettable = 0;
  let trimming: NodeJS.Timeout | undefined;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const look = setInterval(() => {
    const now = version.get()?.['data_version'];
    if (now === seen) return;
    seen = now;
    tell();
  }, LOOK_MS);
  look.unref();

  const trimSome = (): void => {
    trimming = undefined;
    let changed: number;
    try {
      changed = Number(trim.run(table.name, forgettable).changes);
    } catch {
      changed = TRIM_AT_ONCE;
    }
    if (changed === TRIM_AT_ONCE) trimSoon(LOOK_MS);
  };
  const trimSoon = (delay: number): void => {
    trimming ??= setTimeout(trimSome, delay);
    trimming.unref();
  };

  return {
    read: (after, limit) => read.all(table.name, Number(after ?? 0), limit).map((row) => toRecord(row, table, region)),
    trim: (upTo) => {
      forgettable = Math.max(forgettable, Number(upTo));
      trimSoon(1000);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake: tell,
    close: () => {
      clearInterval(look);
      clearTimeout(trimming);
      listeners.clear();
      database.close();
    },
  };
}
