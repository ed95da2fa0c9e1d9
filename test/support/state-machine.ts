import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Data = Record<string, unknown>;
interface State {
  Type: 'Task' | 'Pass' | 'Choice' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  Resource?: string;
  Parameters?: Data;
  ItemSelector?: Data;
  ItemsPath?: string;
  ItemProcessor?: Machine;
  ResultPath?: string | null;
  TimestampPath?: string;
  Choices?: Data[];
  Default?: string;
  Retry?: { ErrorEquals: string[]; MaxAttempts: number }[];
  Catch?: { ErrorEquals: string[]; ResultPath: string; Next: string }[];
  Next?: string;
  Error?: string;
}
interface Machine {
  StartAt: string;
  States: Record<string, State>;
}

/** What a run of a state machine needs from its test. */
export interface World {
  /** Calls the function behind a hole, such as `closeArn`. */
  call(hole: string, input: unknown): Promise<unknown>;
  /** Lets the clock come to an instant; what happens on the way is up to the test. */
  until(at: number): Promise<void>;
  /** Called before every state at the top. */
  entered?(state: string): void;
}

export const readMachine = (name: string): Machine =>
  JSON.parse(readFileSync(join(__dirname, '../../statemachines', `${name}.asl.json`), 'utf8'));

const at = (path: string, data: unknown): unknown =>
  path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter((part) => part !== '')
    .reduce<unknown>((value, part) => {
      if (typeof value !== 'object' || value === null || !(part in value)) throw new Error(`Nothing is at ${path}.`);
      return (value as Data)[part];
    }, data);

const fill = (template: unknown, data: unknown, item: unknown): unknown => {
  if (Array.isArray(template)) return template.map((part) => fill(part, data, item));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => {
      if (!key.endsWith('.$')) return [key, fill(value, data, item)];
      const path = String(value);
      return [key.slice(0, -2), path === '$$.Map.Item.Value' ? item : at(path, data)];
    }),
  );
};

const placed = (state: State, data: unknown, result: unknown): unknown => {
  if (state.ResultPath === null) return data;
  if (state.ResultPath === undefined || state.ResultPath === '$') return result;
  return { ...(data as Data), [state.ResultPath.slice(2)]: result };
};

const holds = (rule: Data, data: unknown): boolean => {
  const any = rule['Or'];
  if (Array.isArray(any)) return any.some((part: Data) => holds(part, data));
  const value = at(String(rule['Variable']), data);
  if ('BooleanEquals' in rule) return value === rule['BooleanEquals'];
  if ('StringEquals' in rule) return value === rule['StringEquals'];
  throw new Error(`The test does not know the rule ${JSON.stringify(rule)}.`);
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Unknown');

const attempt = async (state: State, run: () => Promise<unknown>): Promise<unknown> => {
  const used = new Map<object, number>();
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const name = nameOf(error);
      const retrier = (state.Retry ?? []).find(
        (r) => r.ErrorEquals.includes(name) || r.ErrorEquals.includes('States.ALL'),
      );
      if (retrier === undefined || (used.get(retrier) ?? 0) >= retrier.MaxAttempts) throw error;
      used.set(retrier, (used.get(retrier) ?? 0) + 1);
    }
  }
};

/** The name of the state in which an execution ended, and its data. */
export interface Ended {
  readonly state: string;
  readonly data: unknown;
}

const step = async (state: State, data: unknown, item: unknown, world: World): Promise<unknown> => {
  switch (state.Type) {
    case 'Pass':
      return placed(state, data, fill(state.Parameters ?? data, data, item));
    case 'Task': {
      const hole = /^\$\{(\w+)\}$/.exec(state.Resource ?? '')?.[1] ?? '';
      const input = state.Parameters === undefined ? data : fill(state.Parameters, data, item);
      const run = async () => JSON.parse(JSON.stringify(await world.call(hole, JSON.parse(JSON.stringify(input)))));
      return placed(state, data, await attempt(state, run));
    }
    case 'Wait':
      await world.until(Date.parse(String(at(state.TimestampPath ?? '', data))));
      return data;
    case 'Map': {
      const items = at(state.ItemsPath ?? '$', data) as unknown[];
      const processor = state.ItemProcessor;
      if (processor === undefined) throw new Error('A Map without a processor.');
      const results = await Promise.all(
        items.map(async (each) => (await execute(processor, fill(state.ItemSelector, data, each), world, false)).data),
      );
      return placed(state, data, results);
    }
    default:
      return data;
  }
};

/** Runs a state machine to its end: just the part of the language that the product's machines use. */
export const execute = async (machine: Machine, input: unknown, world: World, top = true): Promise<Ended> => {
  let name = machine.StartAt;
  let data = input;
  for (;;) {
    const state = machine.States[name];
    if (state === undefined) throw new Error(`There is no state ${name}.`);
    if (top) world.entered?.(name);
    try {
      data = await step(state, data, undefined, world);
    } catch (error) {
      const [catcher] = state.Catch ?? [];
      if (catcher === undefined) throw error;
      data = { ...(data as Data), failure: { Error: nameOf(error), Cause: String(error) } satisfies Json };
      name = catcher.Next;
      continue;
    }
    if (state.Type === 'Succeed' || state.Type === 'Fail') return { state: name, data };
    if (state.Type === 'Choice') {
      const choice = (state.Choices ?? []).find((rule) => holds(rule, data));
      name = String(choice?.['Next'] ?? state.Default);
    } else if (state.Next === undefined) return { state: name, data };
    else name = state.Next;
  }
};
