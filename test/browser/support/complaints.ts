/** How long an expected note may take to come once a test has done everything else. */
const PATIENCE_MS = 10_000;

/**
 * What the pages of a test complain about. The browser notes things down when it likes: a test says beforehand what it
 * brings about itself, and everything is judged when it is over.
 */
export class Complaints {
  #noted: string[] = [];
  #expected: RegExp[] = [];
  #allowed: RegExp[] = [];
  #whenMet: (() => void) | undefined;

  expects(patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  allows(patterns: readonly RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** Takes down a note of a page, and what it is about if that is something else. */
  note(page: string, text: string, about = ''): void {
    const line = [page, about, text].filter((part) => part !== '').join(' ');
    const met = this.#expected.findIndex((pattern) => pattern.test(line));
    if (met >= 0) this.#expected.splice(met, 1);
    else if (!this.#allowed.some((pattern) => pattern.test(line))) this.#noted.push(line);
    if (this.#expected.length === 0) this.#whenMet?.();
  }

  /** Resolves when every expected note has come, or when nobody waits for it any more. */
  async settled(): Promise<void> {
    if (this.#expected.length === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.#whenMet = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** What nobody has expected, and what has not come; the next test begins with nothing. */
  take(): readonly string[] {
    const missing = this.#expected.map((pattern) => `The browser has not noted down ${pattern}.`);
    const all = [...this.#noted, ...missing];
    this.#noted = [];
    this.#expected = [];
    this.#allowed = [];
    this.#whenMet = undefined;
    return all;
  }
}
