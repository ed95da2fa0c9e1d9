import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Merchant } from './replay/run.ts';

const Refusal = z.object({ error: z.object({ message: z.string() }) });
const RuntimeFile = z.object({ awsUrl: z.string(), outputs: z.object({ OperatorFunction: z.string() }) });

/** Invokes the operator function of the runtime that serves a data folder. @throws Error with what it answered. */
export const invokeOperator = async (dataDir: string, input: unknown): Promise<unknown> => {
  const runtime = RuntimeFile.parse(JSON.parse(readFileSync(join(dataDir, 'runtime.json'), 'utf8')));
  const { OperatorFunction: name } = runtime.outputs;
  const response = await fetch(`${runtime.awsUrl}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=operator/20260101/eu-west-1/lambda/aws4_request' },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok || response.headers.has('x-amz-function-error')) throw new Error(`The operator refused: ${text}`);
  const answer: unknown = JSON.parse(text);
  const refusal = Refusal.safeParse(answer);
  if (refusal.success) throw new Error(`The operator refused: ${refusal.data.error.message}`);
  return answer;
};

/**
 * The merchant of a data folder that a command filled itself: made once, and remembered in the folder, so that an
 * interrupted command finds it again.
 */
export const createMerchant = async (dataDir: string, name: string, currency: string): Promise<Merchant> => {
  const path = join(dataDir, 'merchant.json');
  if (existsSync(path)) return Merchant.parse(JSON.parse(readFileSync(path, 'utf8')));
  const merchant = Merchant.parse(await invokeOperator(dataDir, { action: 'merchant.create', name, currency }));
  writeFileSync(path, JSON.stringify(merchant), { mode: 0o600 });
  return merchant;
};
