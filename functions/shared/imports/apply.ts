import type { ImportedRecord, Reading } from '../../../domain/imports/records.ts';
import { type Tally, tallied } from '../../../domain/imports/tally.ts';
import { applyCustomer } from './customers.ts';
import { applyCoupon, applyLink } from './links.ts';
import { applyReward, applyTransaction } from './money.ts';
import { applyPartner } from './partners.ts';
import { type Applied, type Import, type ImportDeps, Row, skipped } from './run.ts';

/** A row of the report: what was left out, and why. */
export interface Skipped {
  readonly list: string;
  readonly line: number;
  readonly kind: string;
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
}

const applyRecord = (row: Row, record: ImportedRecord): Promise<readonly Applied[]> => {
  switch (record.kind) {
    case 'partners':
      return applyPartner(row, record);
    case 'links':
      return applyLink(row, record);
    case 'coupons':
      return applyCoupon(row, record);
    case 'customers':
      return applyCustomer(row, record);
    case 'transactions':
      return applyTransaction(row, record);
    case 'rewards':
      return applyReward(row, record);
    default:
      return record satisfies never;
  }
};

/**
 * Applies what was read of one list, in its order: makes what is not there yet, or in a dry run finds out what would be
 * made. May be cut off anywhere and run again: nothing is made twice, and the tally comes out the same.
 * @param list names the list in reports and tells its rows from those of other lists.
 */
export const applyReadings = async (
  deps: ImportDeps,
  job: Import,
  list: string,
  readings: readonly Reading[],
  before: Tally,
): Promise<{ readonly tally: Tally; readonly report: readonly Skipped[] }> => {
  let tally = before;
  const report: Skipped[] = [];
  for (const reading of readings) {
    const { kind, line, id } = reading;
    const unusable = 'unread' in reading ? skipped(reading.unread.reason, reading.unread.detail) : undefined;
    const record = 'unread' in reading ? undefined : reading;
    const applied: readonly Applied[] =
      record === undefined || unusable !== undefined
        ? [{ kind, outcome: unusable ?? skipped('unreadable', '') }]
        : await applyRecord(new Row(deps, job, list, line), record);
    for (const { kind: of, outcome } of applied) {
      tally = tallied(tally, of, outcome, of === kind ? record : undefined);
      if (outcome.result !== 'skipped') continue;
      report.push({ list, line, kind: of, id, reason: outcome.reason, detail: outcome.detail });
    }
  }
  return { tally, report };
};
