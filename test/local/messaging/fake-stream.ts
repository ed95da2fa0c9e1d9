import type { StreamRecord, TableStream } from '../../../local/contract.ts';

/** A table's stream in memory. */
export function fakeStream(): TableStream & {
  push(...records: readonly Record<string, unknown>[]): void;
  readonly trimmed: string[];
} {
  const records: StreamRecord[] = [];
  const listeners = new Set<() => void>();
  const trimmed: string[] = [];
  return {
    trimmed,
    push: (...added) => {
      for (const record of added) {
        const sequenceNumber = `1${String(records.length + 1).padStart(20, '0')}`;
        const dynamodb = { ...(record['dynamodb'] ?? {}), SequenceNumber: sequenceNumber };
        records.push({
          sequenceNumber,
          record: { eventName: 'INSERT', eventSource: 'aws:dynamodb', ...record, dynamodb },
        });
      }
      for (const listener of listeners) listener();
    },
    read: (after, limit) =>
      records.filter(({ sequenceNumber }) => after === undefined || sequenceNumber > after).slice(0, limit),
    trim: (upTo) => {
      trimmed.push(upTo);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
