import type { Kernel, TableStream } from './contract.ts';
import type { Mapping } from './mapping.ts';
import { columnText } from './values.ts';

const TABLE = `
  CREATE TABLE IF NOT EXISTS stream_checkpoints (
    mapping TEXT PRIMARY KEY, source TEXT NOT NULL, sequence TEXT NOT NULL)`;
const TRIM_EVERY = 1000;

/** Sequence numbers are long whole numbers without leading zeros. */
function bySequence(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Where a mapping stands in its stream, durably. What all mappings of the stream have passed is trimmed. */
export class Checkpoint {
  readonly #kernel: Kernel;
  readonly #mapping: Mapping;
  readonly #stream: TableStream;
  readonly #readers: number;
  #current: string | undefined;
  #trimmedAt = 0;

  constructor(kernel: Kernel, mapping: Mapping, stream: TableStream) {
    this.#kernel = kernel;
    this.#mapping = mapping;
    this.#stream = stream;
    kernel.journal.schema(TABLE);
    const [row] = kernel.journal.all('SELECT sequence FROM stream_checkpoints WHERE mapping = ?', mapping.id);
    this.#current = row === undefined ? undefined : columnText(row, 'sequence');
    this.#readers = kernel.stack
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ properties }) => properties['EventSourceArn'] === mapping.sourceArn).length;
  }

  get current(): string | undefined {
    return this.#current;
  }

  /** Everything up to this record is done with. */
  advance(sequence: string): void {
    const sql = 'INSERT OR REPLACE INTO stream_checkpoints (mapping, source, sequence) VALUES (?, ?, ?)';
    this.#kernel.journal.run(sql, this.#mapping.id, this.#mapping.sourceArn, sequence);
    this.#current = sequence;
    if (Date.now() - this.#trimmedAt < TRIM_EVERY) return;
    this.#trimmedAt = Date.now();
    this.#trim();
  }

  #trim(): void {
    const sql = 'SELECT sequence FROM stream_checkpoints WHERE source = ?';
    const reached = this.#kernel.journal.all(sql, this.#mapping.sourceArn).map((row) => columnText(row, 'sequence'));
    const [oldest] = reached.sort(bySequence);
    if (oldest !== undefined && reached.length >= this.#readers) this.#stream.trim(oldest);
  }
}
