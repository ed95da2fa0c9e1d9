import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { Line } from '../domain/transactions.ts';

/**
 * Reads an item by its schema. An item that does not fit is a defect, not bad input: the error names the paths, and
 * never the values.
 */
export const decode = <S extends z.ZodMiniType>(schema: S, item: unknown): z.infer<S> => {
  const result = z.safeParse(schema, item);
  if (result.success) return result.data;
  const paths = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`An item of the table does not fit its schema: ${paths.join('; ')}`);
};

/** Bytes as DynamoDB gives them, or as base64 text when they came through the event bus. */
export const Bytes = z.union([z.instanceof(Uint8Array), z.string()]);

const PackedLine = z.tuple([z.string(), z.string(), z.int(), z.int(), z.string(), z.int()]);
const PackedLines = z.array(PackedLine);

/** The lines of a transaction, deflated: twenty lines of a real sale take about 300 bytes instead of 2,000. */
export const packLines = (lines: readonly Line[]): Uint8Array =>
  deflateRawSync(
    JSON.stringify(
      lines.map((line) => [
        line.product_key ?? '',
        line.category_key ?? '',
        line.quantity,
        line.amount,
        line.unit_amount ?? '',
        line.commissionable ? 1 : 0,
      ]),
    ),
  );

/** The lines that `packLines` packed. */
export const unpackLines = (packed: z.infer<typeof Bytes>): Line[] => {
  const bytes = typeof packed === 'string' ? Buffer.from(packed, 'base64') : packed;
  return decode(PackedLines, JSON.parse(inflateRawSync(bytes).toString('utf8'))).map(
    ([product, category, quantity, amount, unit, commissionable]) => ({
      ...(product === '' ? {} : { product_key: product }),
      ...(category === '' ? {} : { category_key: category }),
      quantity,
      amount,
      ...(unit === '' ? {} : { unit_amount: unit }),
      commissionable: commissionable === 1,
    }),
  );
};

/** A large immutable value as deflated JSON. */
export const pack = (value: unknown): Uint8Array => deflateRawSync(JSON.stringify(value));

/** The value that `pack` packed, to be read by a schema. */
export const unpack = (packed: z.infer<typeof Bytes>): unknown => {
  const bytes = typeof packed === 'string' ? Buffer.from(packed, 'base64') : packed;
  const value: unknown = JSON.parse(inflateRawSync(bytes).toString('utf8'));
  return value;
};
