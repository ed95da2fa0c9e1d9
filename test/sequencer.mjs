import { sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** About how many seconds a file of a folder takes; those that stand out are named. The order is all that counts. */
const SECONDS = [
  ['e2e/replay.', 100],
  ['e2e/demo.', 100],
  ['e2e/fuzz.', 80],
  ['browser/people.', 60],
  ['browser/', 40],
  ['e2e/', 12],
  ['infra/', 8],
  ['local/', 3],
  ['functions/', 2],
];

/** The longest first: where nothing is known of an earlier run, no worker is left with a long file at the end. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const secondsOf = ({ path }) => {
      const name = path.split(`${sep}test${sep}`).at(-1).replaceAll(sep, '/');
      return SECONDS.find(([start]) => name.startsWith(start))?.[1] ?? 1;
    };
    // What takes equally long stays in the order of its size.
    return sorted.toSorted((left, right) => secondsOf(right) - secondsOf(left));
  }
}
