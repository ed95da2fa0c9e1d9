import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { decode } from '../../table/codec.ts';
import { aws } from '../shared/clients.ts';
import { env } from '../shared/env.ts';
import { announce } from './announce.ts';

const bus = env('BUS_NAME');
const call = aws();
const Answer = z.object({ Entries: z.array(z.object({ ErrorCode: z.optional(z.string()) })) });

const relay = announce(async (entries) => {
  const input = { Entries: entries.map((entry) => ({ ...entry, EventBusName: bus })) };
  const answer = decode(Answer, await call('events', 'PutEvents', input));
  return answer.Entries.map((entry) => entry.ErrorCode === undefined);
});

/** The stream of the table: what was inserted as a fact is announced on the bus. */
export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => relay(event.Records);
