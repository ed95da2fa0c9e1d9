import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesNaming, treeOf } from './processes.ts';
import { seeded } from './random.ts';
import {
  type Command,
  EVENTS,
  inFolder,
  mustBeExpected,
  mustBeSame,
  PROGRAM,
  prepareRuntime,
  replay,
  say,
  type Undisturbed,
  undisturbed,
} from './runs.ts';

const KILLS = 10;
const SEED = 20110531;
/** Parts of an undisturbed replay: ten waits of this length fit into one that is disturbed. */
const [SHORTEST, LONGEST] = [0.02, 0.15];

const randomWait = (chance: () => number, { took }: Undisturbed): number =>
  Math.round(took * (SHORTEST + chance() * (LONGEST - SHORTEST)));

const hasEnded = (command: Command): boolean => command.child.exitCode !== null || command.child.signalCode !== null;

const stillRunning = (command: Command, kills: number): void => {
  if (hasEnded(command)) throw new Error(`The replay ended after ${kills} of ${KILLS} kills: use shorter waits.`);
};

/** The runtime is the child of ours that serves the data folder. */
const runtimeOf = (dataDir: string): number | undefined =>
  treeOf(process.pid).find(
    ({ parent, command }) => parent === process.pid && command.includes(dataDir) && command.includes('start.ts'),
  )?.pid;

const killRuntime = async (folder: string, baseline: Undisturbed): Promise<void> => {
  const chance = seeded(SEED);
  const { runtime, dataDir, key } = await prepareRuntime(folder, PROGRAM, EVENTS);
  const out = join(folder, 'runtime-killed');
  try {
    const command = replay(PROGRAM, EVENTS, out, ['--url', runtime.url, '--key', key]);
    for (let kills = 0; kills < KILLS; ) {
      await sleep(randomWait(chance, baseline));
      stillRunning(command, kills);
      const pid = runtimeOf(dataDir);
      // It is being started again; then it is no moment to kill it.
      if (pid === undefined) continue;
      process.kill(pid, 'SIGKILL');
      kills++;
      say(`runtime killed (${kills} of ${KILLS})`);
    }
    await command.finish();
    const alive = processesNaming(dataDir).length;
    say(`${alive} processes serve the data folder after ${KILLS} kills.`);
  } finally {
    await runtime.close();
  }
  mustBeExpected(out);
  mustBeSame(out, baseline);
  say(`The same files with the runtime killed ${KILLS} times.`);
};

const killReplay = async (folder: string, baseline: Undisturbed): Promise<void> => {
  const chance = seeded(SEED + 1);
  const { runtime, key } = await prepareRuntime(folder, PROGRAM, EVENTS);
  const out = join(folder, 'replay-killed');
  const where = ['--url', runtime.url, '--key', key];
  try {
    for (let kills = 0; kills < KILLS; ) {
      const command = replay(PROGRAM, EVENTS, out, kills === 0 ? where : [...where, '--resume']);
      await sleep(randomWait(chance, baseline));
      stillRunning(command, kills);
      command.child.kill('SIGKILL');
      await command.ended;
      kills++;
      say(`replay killed (${kills} of ${KILLS})`);
    }
    await replay(PROGRAM, EVENTS, out, [...where, '--resume']).finish();
  } finally {
    await runtime.close();
  }
  mustBeExpected(out);
  mustBeSame(out, baseline);
  say(`The same files with the replay killed ${KILLS} times.`);
};

/** The same files, to the byte, when the runtime or the replay is killed with `kill -9` ten times. */
export const kills = async (): Promise<void> =>
  inFolder(async (folder) => {
    const baseline = await undisturbed(folder);
    await killRuntime(join(folder, 'one'), baseline);
    await killReplay(join(folder, 'two'), baseline);
  });
