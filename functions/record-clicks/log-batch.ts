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

const Impression = z.object({
  impression: z.object({
    creative: z.string(),
    link: z.string(),
    program: z.string(),
    partnership: z.string(),
    at: z.int(),
    apart: z.optional(z.enum(APART_REASONS)),
  }),
});

/** An impression as the pixel wrote it, with the id of its log line. */
export type LoggedImpression = z.infer<typeof Impression>['impression'] & { readonly id: string };

const Line = z.object({
  click: z.object({
    link: z.string(),
    program: z.string(),
    partnership: z.string(),
    /** What the link's address names as the creative that the visitor came by: anybody can make one up. */
    creative: z.optional(z.string()),
    at: z.int(),
    visitor: z.string(),
    apart: z.optional(z.enum(APART_REASONS)),
  }),
});

/** A click as tracking wrote it; the id is the one of its log line, the same in every delivery. */
export type LoggedClick = z.infer<typeof Line>['click'] & { readonly id: string };

interface LogBatch {
  readonly clicks: readonly LoggedClick[];
  readonly impressions: readonly LoggedImpression[];
  /** Ids of lines that are neither: a defect that a person must see, and that no repetition mends. */
  readonly unreadable: readonly string[];
}

interface Logged {
  readonly id: string;
  readonly message: string;
}

const parsed = ({ message }: Logged): unknown => {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
};

/** What a line says, which is one thing at most. */
const read = (logged: Logged) => {
  const value = parsed(logged);
  const click = z.safeParse(Line, value);
  const impression = z.safeParse(Impression, value);
  const { id } = logged;
  return {
    id,
    click: click.success ? { ...click.data.click, id } : undefined,
    impression: impression.success ? { ...impression.data.impression, id } : undefined,
  };
};

/** The clicks and impressions in a batch of log lines. */
export const readBatch = (event: LogBatchEvent): LogBatch => {
  const text = gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString('utf8');
  const { messageType, logEvents } = decode(Batch, JSON.parse(text));
  if (messageType !== 'DATA_MESSAGE') return { clicks: [], impressions: [], unreadable: [] };
  const lines = logEvents.map(read);
  return {
    clicks: lines.flatMap(({ click }) => click ?? []),
    impressions: lines.flatMap(({ impression }) => impression ?? []),
    unreadable: lines.flatMap(({ id, click, impression }) => ((click ?? impression) === undefined ? [id] : [])),
  };
};
