import type { ClockControl, TimerControl } from './messaging-parts.ts';

/** When a request arrives, in business time; or why it cannot arrive then. */
export type Arrival = { readonly ok: true; readonly at: number } | { readonly ok: false; readonly message: string };

/** The header by which a request on the test clock says when it arrives. It exists only in the local runtime. */
export const ARRIVAL_HEADER = 'x-test-clock';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/**
 * Requests arrive now, or on the test clock at an instant of their own: then the clock moves there with them, so that
 * a replay keeps many requests under way without moving the clock between them. An instant at or after the next timer
 * is refused, because what falls due must happen before; one that lies before now is what a repeated request says.
 */
export function createArrivals(clock: ClockControl, timers: TimerControl): (header: string | undefined) => Arrival {
  return (header) => {
    if (header === undefined) return { ok: true, at: clock.now() };
    if (clock.mode !== 'test') return { ok: false, message: `${ARRIVAL_HEADER} needs a clock in test mode.` };
    const at = INSTANT.test(header) ? Date.parse(header) : Number.NaN;
    if (Number.isNaN(at))
      return { ok: false, message: `${ARRIVAL_HEADER} must be an instant like 2011-01-01T00:00:00Z.` };
    const due = timers.nextDue();
    if (due !== undefined && due <= at) {
      return { ok: false, message: `Something falls due at ${new Date(due).toISOString()}: move the clock first.` };
    }
    if (at > clock.now()) clock.moveTo(at);
    return { ok: true, at };
  };
}
