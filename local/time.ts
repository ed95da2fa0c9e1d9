import type { Clock, Journal } from './contract.ts';
import type { ActivityControl, ClockControl, TimerControl } from './messaging-parts.ts';
import { DurableTimers } from './timers.ts';
import { columnNumber } from './values.ts';

/** Business time moves forward only. */
export class ClockBackwards extends Error {
  override readonly name = 'ClockBackwards';
}

const RUNNING = 0;
const TEST = 1;

/**
 * The clock of business time. An empty journal starts at `start` in test mode (standing still), or on real time when
 * `start` is left out; a journal that knows a time already goes on from it.
 */
export function createClock(journal: Journal, start?: string): ClockControl {
  journal.schema(
    'CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), mode INTEGER, value INTEGER)',
  );
  const shared = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT);
  const cells = new Float64Array(shared);
  const put = (mode: number, value: number): void => {
    journal.run('INSERT OR REPLACE INTO clock (id, mode, value) VALUES (1, ?, ?)', mode, value);
    cells[1] = value;
    cells[0] = mode;
  };
  const [stored] = journal.all('SELECT mode, value FROM clock');
  if (stored !== undefined) {
    put(columnNumber(stored, 'mode'), columnNumber(stored, 'value'));
  } else if (start !== undefined) {
    const at = Date.parse(start);
    if (!Number.isFinite(at)) throw new Error(`the clock cannot start at "${start}": not an instant`);
    put(TEST, at);
  } else {
    put(RUNNING, 0);
  }
  const now = (): number => (cells[0] === TEST ? (cells[1] ?? 0) : Date.now() + (cells[1] ?? 0));
  return {
    shared,
    now,
    get mode(): Clock['mode'] {
      return cells[0] === TEST ? 'test' : 'running';
    },
    moveTo: (ms) => {
      const before = now();
      if (ms < before) {
        throw new ClockBackwards(`the clock stands at ${new Date(before).toISOString()} and moves forward only`);
      }
      if (cells[0] === TEST) put(TEST, ms);
      else put(RUNNING, ms - Date.now());
    },
    run: (running) => {
      const at = now();
      if (running) put(RUNNING, at - Date.now());
      else put(TEST, at);
    },
  };
}

/** Counts what is under way. `idle` waits for the count to reach zero, asks the probes, and looks once more. */
export function createActivity(): ActivityControl {
  const running = new Map<string, number>();
  const probes = new Set<() => boolean>();
  let count = 0;
  let begun = 0;
  let waiting: (() => void)[] = [];
  let hurrying = 0;
  const hurryListeners: (() => void)[] = [];
  const begin = (what: string): (() => void) => {
    count += 1;
    begun += 1;
    running.set(what, (running.get(what) ?? 0) + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      count -= 1;
      const left = (running.get(what) ?? 1) - 1;
      if (left === 0) running.delete(what);
      else running.set(what, left);
      if (count > 0) return;
      const wake = waiting;
      waiting = [];
      for (const resolve of wake) resolve();
    };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const untilIdle = async (): Promise<void> => {
    for (;;) {
      while (count > 0) await new Promise<void>((resolve) => waiting.push(resolve));
      const before = begun;
      // What has just ended may wake others through a callback: give the event loop a turn before believing it.
      await turn();
      const found = [...probes].some((probe) => probe());
      if (!found && count === 0 && begun === before) return;
    }
  };
  const idle = async (): Promise<void> => {
    hurrying += 1;
    for (const hurry of hurryListeners) hurry();
    try {
      await untilIdle();
    } finally {
      hurrying -= 1;
    }
  };
  return {
    begin,
    idle,
    get hurried() {
      return hurrying > 0;
    },
    onHurry: (listener) => {
      hurryListeners.push(listener);
    },
    busyWith: () => [...running].map(([what, times]) => (times === 1 ? what : `${what} (${times})`)),
    probe: (found) => {
      probes.add(found);
      return () => probes.delete(found);
    },
  };
}

/** Timers on business time, durable in the journal. */
export function createTimers(
  journal: Journal,
  clock: Clock,
  activity: ActivityControl,
  log: (line: string) => void = console.error,
): TimerControl {
  return new DurableTimers(journal, clock, activity, log);
}
