import type { InvokeResult } from './contract.ts';
import type { Loose } from './values.ts';
import { isObject, textAt } from './values.ts';

/** An AWS::Lambda::EventSourceMapping, read once. */
export interface Mapping {
  readonly id: string;
  readonly functionId: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly window: number;
  readonly partial: boolean;
  readonly accepts: (event: unknown) => boolean;
  readonly properties: Loose;
}

/** A mapping at work. `lag` says how far it is behind, for the status page. */
export interface RunningMapping {
  readonly id: string;
  lag(): number;
  close(): Promise<void>;
}

/** What a function answered about its batch: the ids that failed, or that all of it failed. */
type BatchOutcome = { readonly failed: 'all'; readonly why: string } | { readonly failed: ReadonlySet<string> };

/** Reads a function's answer as Lambda does: an id that is not of the batch fails the whole batch. */
export function batchOutcome(mapping: Mapping, result: InvokeResult, known: ReadonlySet<string>): BatchOutcome {
  if (!result.ok) {
    return { failed: 'all', why: `${result.error?.errorType ?? 'Error'}: ${result.error?.errorMessage ?? ''}` };
  }
  if (!mapping.partial || result.payload === null || result.payload === undefined) return { failed: new Set() };
  const payload: unknown = result.payload;
  if (!isObject(payload)) return { failed: 'all', why: 'the function answered no object' };
  const answer: unknown = payload['batchItemFailures'];
  if (answer === undefined || answer === null) return { failed: new Set() };
  if (!Array.isArray(answer)) return { failed: 'all', why: 'batchItemFailures is no list' };
  const failed = new Set<string>();
  for (const item of answer) {
    const id = isObject(item) ? textAt(item, 'itemIdentifier') : undefined;
    if (id === undefined || !known.has(id)) {
      return { failed: 'all', why: 'batchItemFailures names an item that is not of the batch' };
    }
    failed.add(id);
  }
  return { failed };
}
