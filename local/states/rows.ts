import type { Json, Loose } from '../values.ts';
import { columnNumber, columnText, isJsonArray, parseJson, textAt } from '../values.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';

export interface Execution {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly definition: string;
  readonly input: string;
  readonly status: string;
  readonly started: number;
  readonly stopped: number | undefined;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly events: number;
}

/** What a frame waits for. */
export type Parked = 'no' | 'timer' | 'children' | 'done';
/** As they are stored: by their index. */
export const PARKED: readonly Parked[] = ['no', 'timer', 'children', 'done'];

/** A position: one for the execution itself, one for each item of a Map and each branch of a Parallel under way. */
export interface Frame {
  readonly id: number;
  readonly execution: string;
  readonly parent: number | undefined;
  readonly slot: number;
  readonly scope: string;
  readonly state: string;
  readonly input: Json;
  /** Business time. */
  readonly entered: number;
  /** Retries used so far, by the index of the retrier. */
  readonly retries: readonly number[];
  /** Real time. */
  readonly retryAt: number;
  readonly item: Json | undefined;
  readonly parked: Parked;
}

export interface NewFrame {
  readonly execution: string;
  readonly parent: number | undefined;
  readonly slot: number;
  readonly scope: string;
  readonly state: string;
  readonly input: Json;
  readonly entered: number;
  readonly item: Json | undefined;
}

/** Reads a row of `executions`. */
export function executionOf(row: Loose): Execution {
  const stopped = row['stopped'];
  return {
    arn: columnText(row, 'arn'),
    machine: columnText(row, 'machine'),
    name: columnText(row, 'name'),
    definition: columnText(row, 'definition'),
    input: columnText(row, 'input'),
    status: columnText(row, 'status'),
    started: columnNumber(row, 'started'),
    stopped: typeof stopped === 'number' ? stopped : undefined,
    output: textAt(row, 'output'),
    error: textAt(row, 'error'),
    cause: textAt(row, 'cause'),
    events: columnNumber(row, 'events'),
  };
}

/** Reads a row of `state_frames`. */
export function frameOf(row: Loose): Frame {
  const parent = row['parent'];
  const item = textAt(row, 'item');
  const retries = parseJson(columnText(row, 'retries'));
  return {
    id: columnNumber(row, 'id'),
    execution: columnText(row, 'execution'),
    parent: typeof parent === 'number' ? parent : undefined,
    slot: columnNumber(row, 'slot'),
    scope: columnText(row, 'scope'),
    state: columnText(row, 'state'),
    input: parseJson(columnText(row, 'input')),
    entered: columnNumber(row, 'entered'),
    retries: isJsonArray(retries) ? retries.map(Number) : [],
    retryAt: columnNumber(row, 'retry_at'),
    item: item === undefined ? undefined : parseJson(item),
    parked: PARKED[columnNumber(row, 'parked')] ?? 'no',
  };
}
