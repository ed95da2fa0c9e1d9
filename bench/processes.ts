import { readdirSync, readFileSync } from 'node:fs';

/** What Linux tells of processes. */

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Memory in bytes; what several processes share (the program's own code) is divided among them. */
  readonly memory: number;
  readonly command: string;
}

const numberIn = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);

/** A process that has ended and was not waited for has no memory any more. */
const memoryOf = (pid: number): number => {
  try {
    return (numberIn(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss') || 0) * 1024;
  } catch {
    return 0;
  }
};

/** One process; undefined when it has ended meanwhile. */
const readProcess = (pid: number): Process | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: numberIn(status, 'PPid'), memory: memoryOf(pid), command };
  } catch {
    return undefined;
  }
};

const allProcesses = (): readonly Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);

/** A process and all that it has started, directly or not. */
export const treeOf = (root: number): readonly Process[] => {
  const children = Map.groupBy(allProcesses(), (process) => process.parent);
  const own = readProcess(root);
  const found = own === undefined ? [] : [own];
  for (const process of found) found.push(...(children.get(process.pid) ?? []));
  return found;
};

/** Processes whose command line names something, such as a data folder. */
export const processesNaming = (text: string): readonly Process[] =>
  allProcesses().filter((process) => process.command.includes(text));

export interface Memory {
  /** Bytes of the whole tree, at the moment when it had most. */
  peak: number;
  /** Who had what at that moment. */
  parts: readonly Process[];
}

/** Samples the memory of the processes that `find` answers until it is told to stop. */
export const watchMemory = (find: () => readonly Process[]): { readonly stop: () => Memory } => {
  const memory: Memory = { peak: 0, parts: [] };
  const timer = setInterval(() => {
    const parts = find();
    const sum = parts.reduce((bytes, process) => bytes + process.memory, 0);
    if (sum > memory.peak) Object.assign(memory, { peak: sum, parts });
  }, 500);
  return {
    stop: () => {
      clearInterval(timer);
      return memory;
    },
  };
};
