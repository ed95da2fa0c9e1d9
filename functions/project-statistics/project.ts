import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { decode } from '../../table/codec.ts';
import type { ConfigurationCache } from '../../table/programs.ts';
import { eventProof, type Proof } from '../../table/statistics.ts';
import { type CountingDeps, countOnce } from '../shared/counting.ts';
import { describeError, type Log } from '../shared/log.ts';
import { type CountedEvent, countedEvents } from './counted.ts';

export interface ProjectDeps extends CountingDeps {
  readonly configurations: ConfigurationCache;
  readonly clock: { now(): number };
  readonly log: Log;
}

/** Longer than a queue and its dead-letter queue keep an event together. */
const KEPT_SECONDS = 60 * 24 * 60 * 60;

const Announcement = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/** What a message adds to the statistics, which may be nothing; `unreadable` is a defect. */
const readRecord = async (deps: ProjectDeps, record: SQSRecord): Promise<readonly CountedEvent[] | 'unreadable'> => {
  try {
    const announcement = decode(Announcement, JSON.parse(record.body));
    return await countedEvents(deps.configurations, announcement['detail-type'], announcement.detail);
  } catch (error) {
    deps.log.error('An event could not be read for the statistics.', describeError(error));
    return 'unreadable';
  }
};

/**
 * Counts the events of a batch, all in one transaction where they fit. What cannot be read is reported by itself, so
 * that it neither holds up nor repeats the others.
 */
export const project =
  (deps: ProjectDeps) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const expiresAt = Math.ceil(deps.clock.now() / 1000) + KEPT_SECONDS;
    const failed: { itemIdentifier: string }[] = [];
    const proofs: Proof[] = [];
    for (const record of Records) {
      const events = await readRecord(deps, record);
      if (events === 'unreadable') failed.push({ itemIdentifier: record.messageId });
      else proofs.push(...events.map((event) => eventProof(event.key, event.counted, expiresAt)));
    }
    await countOnce(deps, proofs);
    return { batchItemFailures: failed };
  };
