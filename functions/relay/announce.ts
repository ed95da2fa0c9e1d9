import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { EVENT_SOURCE } from '../../domain/events.ts';
import { plainImage } from './image.ts';

/** What PutEvents takes at most. */
const ENTRIES_PER_CALL = 10;
const BYTES_PER_CALL = 250_000;

export interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** Puts at most ten entries on the bus and says of each whether it was taken. */
export type PutEvents = (entries: readonly Entry[]) => Promise<readonly boolean[]>;

interface Announced {
  readonly sequence: string;
  readonly entry: Entry;
}

const toAnnounced = (record: DynamoDBRecord): readonly Announced[] => {
  const image = record.dynamodb?.NewImage;
  const type = image?.['announces']?.S;
  if (record.eventName !== 'INSERT' || image === undefined || type === undefined) return [];
  const entry = { Source: EVENT_SOURCE, DetailType: type, Detail: JSON.stringify(plainImage(image)) };
  return [{ sequence: record.dynamodb?.SequenceNumber ?? '', entry }];
};

/** Cuts the records into calls that the bus takes: ten entries and a quarter of a megabyte each. */
const inCalls = (announced: readonly Announced[]): readonly (readonly Announced[])[] => {
  const calls: Announced[][] = [];
  let bytes = 0;
  for (const one of announced) {
    const size = Buffer.byteLength(one.entry.Detail) + 200;
    const last = calls.at(-1);
    if (last === undefined || last.length === ENTRIES_PER_CALL || bytes + size > BYTES_PER_CALL) {
      calls.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return calls;
};

/**
 * Announces inserted facts in the order of the stream. At the first that the bus did not take it stops and reports
 * that one: the stream delivers again from there, and consumers know events that they have seen by their keys.
 */
export const announce =
  (putEvents: PutEvents) =>
  async (records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> => {
    for (const call of inCalls(records.flatMap(toAnnounced))) {
      const taken = await putEvents(call.map((one) => one.entry));
      const failed = call.find((_one, index) => taken[index] !== true);
      if (failed !== undefined) return { batchItemFailures: [{ itemIdentifier: failed.sequence }] };
    }
    return { batchItemFailures: [] };
  };
