import type { Activity, AwsEndpoint, Clock, Journal, Stack } from './contract.ts';
import { dynamodbEndpoint } from './dynamodb-endpoint.ts';
import { startTableServer } from './dynoxide.ts';
import { sweepExpired } from './expiry.ts';
import { openRemoteStream } from './remote-stream.ts';
import { type OpenStream, openStream } from './stream.ts';
import { createTables, readTables } from './tables.ts';

export interface TablePartOptions {
  readonly stack: Stack;
  readonly region: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly activity: Activity;
  /** The file of the embedded table server. */
  readonly file: string;
  /** The address of a DynamoDB-compatible server to use instead. */
  readonly elsewhere: string | undefined;
  readonly log: (line: string) => void;
}

/** The tables of the template, running. */
export interface TablePart {
  /** By the logical id of the table; only tables with a stream. */
  readonly streams: ReadonlyMap<string, OpenStream>;
  readonly endpoint: AwsEndpoint | undefined;
  close(): Promise<void>;
}

/** Starts the table server, creates the tables of the template on it, and opens their streams. */
export async function startTables(options: TablePartOptions): Promise<TablePart> {
  const { stack, region, clock, journal, activity, log } = options;
  const tables = readTables(stack);
  const streams = new Map<string, OpenStream>();
  if (tables.length === 0) return { streams, endpoint: undefined, close: async () => undefined };
  const { client, file, close } = await startTableServer(options.file, options.elsewhere, log);
  const closers: (() => void)[] = [];
  const end = async (): Promise<void> => {
    for (const closer of closers.splice(0)) closer();
    await close();
  };
  try {
    await createTables(client, tables);
    for (const table of tables) {
      closers.push(sweepExpired({ table, client, file, clock, log }).close);
      if (table.streamView === undefined) continue;
      const stream =
        file === undefined
          ? openRemoteStream({ client, table, region, journal, activity, log })
          : openStream(file, table, region);
      closers.push(stream.close);
      streams.set(table.id, stream);
    }
  } catch (thrown) {
    await end();
    throw thrown;
  }
  const wrote = (): void => {
    for (const stream of streams.values()) stream.wake();
  };
  return { streams, endpoint: dynamodbEndpoint(client, tables, wrote), close: end };
}
