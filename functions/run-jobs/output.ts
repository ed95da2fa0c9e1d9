import * as z from 'zod/mini';
import { JobFailure } from '../../domain/jobs.ts';
import type { Files } from '../shared/files.ts';

/**
 * A file that grows step by step, however large it becomes. What S3 would not take as a part yet (five mebibytes) waits
 * as a file of its own, which the next step reads; so no step holds more than one part in memory.
 */
export const Output = z.object({
  key: z.string(),
  content_type: z.string(),
  size: z.int(),
  /** The upload in parts, once there is a part. */
  upload: z.optional(z.string()),
  parts: z.array(z.object({ number: z.int(), tag: z.string() })),
  /** What waits, and what waited before it and can be removed. */
  tail: z.optional(z.string()),
  spent: z.optional(z.string()),
});
export type Output = z.infer<typeof Output>;

const LEAST_PART = 5 * 1024 ** 2;
/** The numbers of parts end there. */
const MOST_STEPS = 10_000;

export const newOutput = (key: string, contentType: string): Output => ({
  ...{ key, content_type: contentType, size: 0, parts: [] },
});

const tailOf = async (files: Files, output: Output): Promise<Buffer> => {
  if (output.tail === undefined) return Buffer.alloc(0);
  const tail = await files.read(output.tail);
  if (tail === undefined) throw new Error('What an earlier step has written is gone.');
  return tail;
};

const withPart = async (files: Files, output: Output, body: Buffer, step: number): Promise<Output> => {
  if (step > MOST_STEPS) throw new JobFailure('too_large', 'The file would be too large. Ask for less at a time.');
  const { key, content_type } = output;
  const file = output.upload === undefined ? await files.startParts(key, content_type) : { key, upload: output.upload };
  const part = await files.writePart(file, step, body);
  return { ...output, upload: file.upload, parts: [...output.parts, part] };
};

/**
 * Adds to a file. `step` is a number that grows and that no other stored step has: two that work from the same place at
 * the same time then never overwrite what the other one has stored.
 */
export const append = async (files: Files, output: Output, added: Buffer, step: number): Promise<Output> => {
  if (added.length === 0) return output;
  const { tail, spent, ...rest } = output;
  const body = Buffer.concat([await tailOf(files, output), added]);
  if (spent !== undefined) await files.remove(spent);
  const grown = { ...rest, size: output.size + added.length, ...(tail === undefined ? {} : { spent: tail }) };
  if (body.length >= LEAST_PART) return withPart(files, grown, body, step);
  const waiting = `${output.key}.${step}`;
  await files.write(waiting, body, 'application/octet-stream');
  return { ...grown, tail: waiting };
};

/** Completes a file; a file that is complete stays as it is. */
export const complete = async (files: Files, output: Output, step: number): Promise<void> => {
  if ((await files.head(output.key)) === undefined) {
    const tail = await tailOf(files, output);
    if (output.upload === undefined) await files.write(output.key, tail, output.content_type);
    else {
      const whole = tail.length === 0 ? output : await withPart(files, output, tail, step);
      await files.finishParts({ key: output.key, upload: output.upload }, whole.parts);
    }
  }
  for (const left of [output.tail, output.spent]) if (left !== undefined) await files.remove(left);
};
