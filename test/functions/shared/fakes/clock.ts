import type { Clock } from '../../../../functions/shared/clock.ts';

/** A clock that the test moves: business time and real time apart. */
export class MovableClock implements Clock {
  #now: number;
  #real: number;

  constructor(at: string = '2026-01-15T12:00:00Z') {
    this.#now = Date.parse(at);
    this.#real = this.#now;
  }

  now(): number {
    return this.#now;
  }

  real(): number {
    return this.#real;
  }

  /** Both go on. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
    this.#real += milliseconds;
  }

  /** Only real time goes on, as it does on a test clock that stands still. */
  passReal(milliseconds: number): void {
    this.#real += milliseconds;
  }
}
