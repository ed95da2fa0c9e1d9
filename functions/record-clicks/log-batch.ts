import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { APART_REASONS } from '../../domain/clicks.ts';
import { decode } from '../../table/codec.ts';

/** What CloudWatch Logs hands to a subscribed function. */
export interface LogBatchEvent {
  readonly awslogs: { readonly data: string };
}

const Batch = z.object({
  messageType: z.string(),
  logEvents: z.array(z.object({ id: z.string(), message: z.string() })),
});

const Line = z.object({
  click: z.object({
    link: z.string(),
    program: z.string(),
    partnership: z.string(),
    at: z.int(),
    visitor: z.string(),
    apart: z.optional(z.enum(APART_REASONS)),
  }),
});

/** A click as tracking wrote it; the id is the one of its log line, the same in every delivery. */
export type LoggedClick = z.infer<typeof Line>['click'] & { readonly id: string };

interface LogBatch {
  readonly clicks: readonly LoggedClick[];
  /** Ids of lines that are no clicks: a defect that a person must see, and that no repetition mends. */
  readonly unreadable: readonly string[];
}

const clickOf = (event: { readonly id: string; readonly message: string }): LoggedClick | undefined => {
  try {
    const line = z.safeParse(Line, JSON.parse(event.message));
    return line.success ? { ...line.data.click, id: event.id } : undefined;
  } catch {
    return undefined;
  }
};

/** The clicks in a batch of log lines. */
export const readBatch = (event: LogBatchEvent): LogBatch => {
  const text = gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString('utf8');
  const { messageType, logEvents } = decode(Batch, JSON.parse(text));
  if (messageType !== 'DATA_MESSAGE') return { clicks: [], unreadable: [] };
  const read = logEvents.map((logged) => ({ id: logged.id, click: clickOf(logged) }));
  return {
    clicks: read.flatMap(({ click }) => click ?? []),
    unreadable: read.flatMap(({ id, click }) => (click === undefined ? [id] : [])),
  };
};
