import { join } from 'node:path';
import { type Process, treeOf, watchMemory } from './processes.ts';
import { Command, EVENTS, inFolder, mustBeExpected, PROGRAM, replayArgs, say } from './runs.ts';

const ENOUGH_EVENTS = 150;
const ENOUGH_MEMORY = 400;

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

/** What a process is, in a few words. */
const nameOf = (command: string): string =>
  command
    .split(' ')
    .slice(0, 3)
    .map((part) => part.split('/').at(-1))
    .join(' ');

/** The runtime that a replay has started, with all that it started itself: the replay stands for a merchant's server. */
const runtimeOf = (replay: number): readonly Process[] => {
  const runtime = treeOf(replay).find(({ command }) => command.includes('cli/start.ts'));
  return runtime === undefined ? [] : treeOf(runtime.pid);
};

/** Events a second from end to end, and the memory of the runtime at its highest, as a person starts it. */
export const throughput = async (): Promise<void> =>
  inFolder(async (folder) => {
    const out = join(folder, 'out');
    const command = new Command('npm', ['run', '--silent', 'replay', '--', ...replayArgs(PROGRAM, EVENTS, out)]);
    const memory = watchMemory(() => runtimeOf(command.child.pid ?? 0));
    await command.finish();
    const { peak, parts } = memory.stop();
    mustBeExpected(out);
    const rate = Number(/(\d+) a second from request to reward/.exec(command.output)?.[1]);
    const whole = Number(/(\d+) a second with the months/.exec(command.output)?.[1]);
    say(`${rate} events a second from request to reward, ${whole} with partners, invoices, charges and payouts;`);
    say(`the runtime takes at most ${megabytes(peak)} MB in ${parts.length} processes:`);
    for (const { memory: bytes, command: line } of parts)
      say(`  ${String(megabytes(bytes)).padStart(4)} MB  ${nameOf(line)}`);
    if (!(rate >= ENOUGH_EVENTS)) throw new Error(`Fewer than ${ENOUGH_EVENTS} events a second.`);
    if (megabytes(peak) >= ENOUGH_MEMORY) throw new Error(`Not below ${ENOUGH_MEMORY} MB.`);
  });
