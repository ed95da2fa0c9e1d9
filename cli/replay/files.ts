import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

/** The formats that a replay reads: one program, and its events in order of time. */

const Match: z.ZodType<string | { and: unknown[] } | { or: unknown[] }> = z.lazy(() =>
  z.union([z.string(), z.object({ and: z.array(Match) }), z.object({ or: z.array(Match) })]),
);

const Offer = z.object({
  id: z.string(),
  description: z.string(),
  event: z.literal('transaction').default('transaction'),
  group: z.string().nullable(),
  type: z.enum(['flat', 'percentage']),
  bps: z.int().optional(),
  valueMinor: z.int().optional(),
  activeFrom: z.iso.datetime().nullable(),
  activeTo: z.iso.datetime().nullable(),
  rules: z.array(
    z.object({
      field: z.enum(['amount', 'country', 'tier', 'segment', 'sku']),
      op: z.enum(['gte', 'lte', 'in', 'notIn']),
      value: z.union([z.int(), z.array(z.string())]),
    }),
  ),
});
export type Offer = z.infer<typeof Offer>;

export const ProgramFile = z.object({
  program: z.string(),
  currency: z.string(),
  groups: z.array(z.string()),
  tags: z.array(z.string()),
  attribution: z.object({ rule: z.literal('sha256-mod').default('sha256-mod'), noPartnerPercent: z.int() }),
  segments: z.array(z.object({ id: z.string(), name: z.string().optional(), match: Match })),
  offers: z.array(Offer),
  secondTier: z.object({ bps: z.int() }).nullish(),
  policy: z
    .strictObject({
      tierMovement: z.enum(['live', 'ratchet']).optional(),
      stacking: z.enum(['all', 'best']).optional(),
      secondTierOf: z.enum(['reward', 'sale']).optional(),
    })
    .default({}),
  partners: z.array(
    z.object({
      id: z.string(),
      group: z.string(),
      tags: z.array(z.string()),
      referredBy: z.string().nullable(),
      joinedAt: z.iso.datetime(),
    }),
  ),
  tiers: z
    .object({ measurement: z.string(), levels: z.array(z.object({ id: z.string(), minimum: z.int() })) })
    .nullish(),
});
export type ProgramFile = z.infer<typeof ProgramFile>;

const Line = z.object({
  sku: z.string(),
  qty: z.int(),
  unitPriceMinor: z.union([z.number(), z.string()]),
  of: z.object({ invoice: z.string(), line: z.int() }).nullish(),
});

const Event = z.object({
  invoice: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(['sale', 'refund']),
  customer: z.string().nullable(),
  country: z.string().nullish(),
  currency: z.string(),
  totalMinor: z.int(),
  lines: z.array(Line),
});
export type RetailEvent = z.infer<typeof Event>;

const readText = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/** Reads a program file. @throws Error that names the file and what is wrong in it. */
export const readProgramFile = (path: string): ProgramFile => {
  const read = ProgramFile.safeParse(JSON.parse(readText(path)));
  if (read.success) return read.data;
  throw new Error(`${path} is not a program file: ${z.prettifyError(read.error)}`);
};

/** Whether a sale is none: a price below 0 corrects the books of the shop, and sells nothing to anybody. */
const isCorrection = (event: RetailEvent): boolean =>
  event.kind === 'sale' && event.lines.some((line) => Number(line.unitPriceMinor) < 0);

/**
 * Reads the events of one or more files in order of time, without corrections of the shop's books; within an instant in
 * the order of the files.
 */
export const readEventFiles = (paths: readonly string[]): readonly RetailEvent[] => {
  const events = paths.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((text, index) => {
        if (text.trim() === '') return [];
        const read = Event.safeParse(JSON.parse(text));
        if (read.success) return isCorrection(read.data) ? [] : [read.data];
        throw new Error(`${path}, line ${index + 1}, is not an event: ${z.prettifyError(read.error)}`);
      }),
  );
  return events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
};

/** The partner to whom the program's rule gives a customer; undefined for nobody. */
export const partnerOf = (file: ProgramFile, customer: string): string | undefined => {
  const hash = BigInt(`0x${createHash('sha256').update(customer, 'utf8').digest('hex')}`);
  if (Number(hash % 100n) < file.attribution.noPartnerPercent) return undefined;
  return file.partners[Number((hash / 100n) % BigInt(file.partners.length))]?.id;
};
