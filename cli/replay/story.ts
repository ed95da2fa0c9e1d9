import type { ApiClient } from './client.ts';
import type { Aside } from './timeline.ts';

/**
 * What is told beside a program and its events, such as who the partners are and who clicked. It must change no reward:
 * a replay with a story pays what the same replay pays without.
 */
export interface Story {
  /** Customers that sign up in the story; all others are there from the beginning. */
  readonly newcomers: ReadonlySet<string>;
  /** What is known of a partner when it joins, by the names of the API. */
  about(partner: string): Readonly<Record<string, string | null>>;
  /**
   * Prepares the program, and gives what happens in it, in any order.
   * @param before everything before this instant was done by an earlier, interrupted replay.
   * @param clock at this instant or before, an aside may have been done: it asks first.
   */
  asides(api: ApiClient, before: number, clock: number): Promise<readonly Aside[]>;
}
