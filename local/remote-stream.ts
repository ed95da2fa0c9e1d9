import type { Activity, Journal } from './contract.ts';
import type { HttpClient } from './http-client.ts';
import type { OpenStream } from './stream.ts';
import { callTables, describeTable, type TableDefinition, TableError } from './tables.ts';
import {
  columnNumber,
  columnText,
  isObject,
  type Loose,
  messageOf,
  objectAt,
  objectsAt,
  parseJson,
  textAt,
} from './values.ts';

/** How often a server elsewhere is asked for records that nobody told of, in milliseconds. */
const LOOK_MS = 250;

const SCHEMA = `CREATE TABLE IF NOT EXISTS remote_records (id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL,
    record TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS remote_records_by_source ON remote_records (source, id);
  CREATE TABLE IF NOT EXISTS remote_shards (source TEXT NOT NULL, shard TEXT NOT NULL, sequence TEXT NOT NULL,
    PRIMARY KEY (source, shard))`;

interface RemoteOptions {
  readonly client: HttpClient;
  readonly table: TableDefinition;
  readonly region: string;
  readonly journal: Journal;
  readonly activity: Activity;
  readonly log: (line: string) => void;
}

/** Fetches what is new in the shards of a stream into the journal. */
class Fetcher {
  readonly #options: RemoteOptions;
  readonly #iterators = new Map<string, string | undefined>();

  constructor(options: RemoteOptions) {
    this.#options = options;
  }

  #streams(operation: string, input: Loose): Promise<Loose> {
    return callTables(this.#options.client, operation, input, 'DynamoDBStreams');
  }

  /** Answers whether anything was new. */
  async fetch(): Promise<boolean> {
    const { client, table } = this.#options;
    const description = await describeTable(client, table.name);
    const StreamArn = description === undefined ? undefined : textAt(description, 'LatestStreamArn');
    if (StreamArn === undefined) throw new Error(`The table ${table.name} has no stream.`);
    const { StreamDescription } = await this.#streams('DescribeStream', { StreamArn });
    let found = false;
    for (const shard of isObject(StreamDescription) ? objectsAt(StreamDescription, 'Shards') : []) {
      if (await this.#shard(StreamArn, textAt(shard, 'ShardId') ?? '')) found = true;
    }
    return found;
  }

  async #iterator(StreamArn: string, ShardId: string): Promise<string | undefined> {
    if (this.#iterators.has(ShardId)) return this.#iterators.get(ShardId);
    const { journal, table } = this.#options;
    const [known] = journal.all('SELECT sequence FROM remote_shards WHERE source = ? AND shard = ?', table.id, ShardId);
    const place: Loose =
      known === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: columnText(known, 'sequence') };
    return textAt(await this.#streams('GetShardIterator', { StreamArn, ShardId, ...place }), 'ShardIterator');
  }

  async #shard(streamArn: string, shardId: string): Promise<boolean> {
    let found = false;
    for (let at = await this.#iterator(streamArn, shardId); at !== undefined; ) {
      const answer = await this.#records(shardId, at);
      if (answer === undefined) return found;
      const records = objectsAt(answer, 'Records');
      this.#keep(shardId, records);
      at = textAt(answer, 'NextShardIterator');
      this.#iterators.set(shardId, at);
      if (records.length === 0) return found;
      found = true;
    }
    return found;
  }

  async #records(shardId: string, ShardIterator: string): Promise<Loose | undefined> {
    try {
      return await this.#streams('GetRecords', { ShardIterator, Limit: 1000 });
    } catch (thrown) {
      if (!(thrown instanceof TableError)) throw thrown;
      // Iterators expire: the next look takes a new one after the last record that is known.
      this.#iterators.delete(shardId);
      return undefined;
    }
  }

  #keep(shardId: string, records: readonly Loose[]): void {
    const { journal, table, region } = this.#options;
    const last = records.at(-1);
    if (last === undefined) return;
    const sequence = textAt(objectAt(last, 'dynamodb'), 'SequenceNumber') ?? '';
    journal.transaction(() => {
      for (const record of records) {
        const told = JSON.stringify({ ...record, awsRegion: region, eventSourceARN: table.streamArn });
        journal.run('INSERT INTO remote_records (source, record) VALUES (?, ?)', table.id, told);
      }
      journal.run(
        'INSERT OR REPLACE INTO remote_shards (source, shard, sequence) VALUES (?, ?, ?)',
        table.id,
        shardId,
        sequence,
      );
    });
  }
}

/** The stream of a table on a server elsewhere, read through the DynamoDB Streams API and kept in the journal. */
export function openRemoteStream(options: RemoteOptions): OpenStream {
  const { table, journal, activity, log } = options;
  journal.schema(SCHEMA);
  const fetcher = new Fetcher(options);
  const listeners = new Set<() => void>();
  let looking = false;
  let again = false;
  let closed = false;

  const look = async (): Promise<void> => {
    if (looking || closed) {
      again = true;
      return;
    }
    looking = true;
    const end = activity.begin(`stream of ${table.name}`);
    try {
      do {
        again = false;
        if (await fetcher.fetch()) for (const listener of listeners) listener();
      } while (again && !closed);
    } catch (thrown) {
      if (!closed) log(`The stream of ${table.name} cannot be read for now: ${messageOf(thrown)}`);
    } finally {
      looking = false;
      end();
    }
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();

  return {
    read: (after, limit) =>
      journal
        .all(
          'SELECT id, record FROM remote_records WHERE source = ? AND id > ? ORDER BY id LIMIT ?',
          table.id,
          Number(after ?? 0),
          limit,
        )
        .map((row) => {
          const record = parseJson(columnText(row, 'record'));
          return { sequenceNumber: String(columnNumber(row, 'id')), record: isObject(record) ? record : {} };
        }),
    trim: (upTo) => {
      journal.run('DELETE FROM remote_records WHERE source = ? AND id <= ?', table.id, Number(upTo));
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake: () => void look(),
    close: () => {
      closed = true;
      clearInterval(timer);
      listeners.clear();
    },
  };
}
