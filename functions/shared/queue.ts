import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { decode } from '../../table/codec.ts';
import { consoleLog } from './log.ts';

const Announcement = z.object({ 'detail-type': z.string(), detail: z.unknown() });

const consume = async (
  record: SQSRecord,
  act: (type: string, detail: unknown) => Promise<void>,
): Promise<string | undefined> => {
  try {
    const announcement = decode(Announcement, JSON.parse(record.body));
    await act(announcement['detail-type'], announcement.detail);
    return undefined;
  } catch (error) {
    consoleLog.error('An event could not be dealt with and will be delivered again.', {
      message: record.messageId,
      error: error instanceof Error ? error.message : String(error),
    });
    return record.messageId;
  }
};

/**
 * Hands each event of a batch to its consumer and reports only the failed ones, so that one poisoned message neither
 * holds up nor repeats the others (partial batch response of Lambda's queue mapping).
 */
export const queueConsumer =
  (act: (type: string, detail: unknown) => Promise<void>) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(event.Records.map((record) => consume(record, act)));
    return { batchItemFailures: failed.flatMap((id) => (id === undefined ? [] : [{ itemIdentifier: id }])) };
  };
