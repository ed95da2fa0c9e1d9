import { join } from 'node:path';
import { EVENTS, inFolder, mustBeExpected, mustBeSame, PROGRAM, replay, say, undisturbed } from './runs.ts';

const SEEDS = [1, 2, 3] as const;

/** The same files, to the byte, when every event is delivered at least twice, late and in random order. */
export const chaos = async (): Promise<void> =>
  inFolder(async (folder) => {
    const baseline = await undisturbed(folder);
    for (const seed of SEEDS) {
      const out = join(folder, `chaos-${seed}`);
      await replay(PROGRAM, EVENTS, out, ['--chaos', String(seed)]).finish();
      mustBeExpected(out);
      mustBeSame(out, baseline);
      say(`The same files with --chaos ${seed}.`);
    }
  });
