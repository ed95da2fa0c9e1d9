/** A progress bar on a terminal, and a line now and then where there is none. Writes to standard error. */
export class Progress {
  readonly #total: number;
  readonly #what: string;
  #started = performance.now();
  #begun = false;
  #done = 0;
  #shown = Number.NEGATIVE_INFINITY;
  #label = '';

  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
  }

  /** The rate counts from the first call of this, where the work begins later than the bar; answers whether it was that. */
  begin(): boolean {
    if (this.#begun) return false;
    this.#begun = true;
    this.#started = performance.now();
    return true;
  }

  /** So many more are done. */
  step(count = 1, label = this.#label): void {
    this.#done += count;
    this.#label = label;
    const now = performance.now();
    const pause = process.stderr.isTTY ? 100 : 5000;
    if (now - this.#shown >= pause || this.#done === this.#total) {
      this.#shown = now;
      this.#show();
    }
  }

  /** Ends the bar's line. */
  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\n');
  }

  /**
   * Done per second so far.
   * @param otherMs how much of the time went into something else, in milliseconds.
   */
  rate(otherMs = 0): number {
    return this.#done / Math.max(0.001, (performance.now() - this.#started - otherMs) / 1000);
  }

  #show(): void {
    const share = this.#total === 0 ? 1 : this.#done / this.#total;
    const counts = `${this.#done}/${this.#total} ${Math.round(this.rate())}/s ${this.#label}`;
    if (process.stderr.isTTY) {
      const bar = '#'.repeat(Math.round(share * 30)).padEnd(30, '.');
      process.stderr.write(`\r${this.#what} [${bar}] ${counts}\u001b[K`);
    } else {
      process.stderr.write(`${this.#what} ${Math.floor(share * 100)} % ${counts}\n`);
    }
  }
}
