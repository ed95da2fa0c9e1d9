import { conflict, Failure, notFound } from '../../domain/errors.ts';
import { MAX_CONFIGURATION_BYTES } from '../../domain/limits.ts';
import type { Plan } from '../../domain/plans.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { pack } from '../../table/codec.ts';
import { planOf } from '../../table/plans.ts';
import {
  type ConfigurationCache,
  changeProgram,
  getProgram,
  type Program,
  putConfiguration,
} from '../../table/programs.ts';
import { ConditionFailed, type Store, type Write } from '../../table/store.ts';
import { untilUncontended } from './retry.ts';

/** What a change of a program's definitions works with. */
export interface ConfigurationDeps {
  readonly store: Store;
  readonly configurations: ConfigurationCache;
  readonly chance: () => number;
}

/** A program and the configuration that is valid now. */
export interface ProgramState {
  readonly program: Program;
  readonly configuration: Configuration;
  /** What the merchant's subscription allows. */
  readonly plan: Plan;
}

/** What is to change, in one write. Parts that are left out stay as they are. */
export interface Change<T> {
  readonly answer: T;
  readonly writes?: readonly Write[];
  readonly settings?: Partial<Program>;
  /** What evaluation looks at from now on; it gets the next version number. */
  readonly configuration?: Configuration;
}

/** The program with its valid configuration. @throws Failure `not_found` when there is no such program. */
export const readProgramState = async (
  deps: Omit<ConfigurationDeps, 'chance'>,
  program: string,
): Promise<ProgramState> => {
  const head = await getProgram(deps.store, program);
  if (head === undefined) throw notFound('program', 'program');
  const [configuration, plan] = await Promise.all([
    deps.configurations(program, head.config),
    planOf(deps.store, head),
  ]);
  return { program: head, configuration, plan };
};

const requireStorable = (configuration: Configuration): void => {
  if (pack(configuration).length <= MAX_CONFIGURATION_BYTES) return;
  throw new Failure('plan_limit', 'The triggers and segments of the program are too large together.', {
    reason: 'configuration_size',
  });
};

/** The types of events that triggers wait for, now or ever before: only of these there are rewards by triggers. */
const awaitedAfter = ({ program }: ProgramState, configuration: Configuration | undefined): Partial<Program> => {
  if (program.awaited === undefined || configuration === undefined) return {};
  return { awaited: [...new Set([...program.awaited, ...configuration.triggers.map(({ event }) => event)])] };
};

const commit = async <T>(deps: ConfigurationDeps, now: number, before: ProgramState, change: Change<T>) => {
  const { settings, writes = [] } = change;
  const configuration =
    change.configuration === undefined ? undefined : { ...change.configuration, version: before.program.config + 1 };
  const touched = settings !== undefined || configuration !== undefined;
  if (!touched && writes.length === 0) return { ...before, answer: change.answer };
  if (configuration !== undefined) requireStorable(configuration);
  const after: Program = {
    ...before.program,
    ...settings,
    config: configuration?.version ?? before.program.config,
    ...awaitedAfter(before, configuration),
    updated_at: touched ? now : before.program.updated_at,
  };
  await deps.store.transact([
    changeProgram(before.program, after),
    ...(configuration === undefined ? [] : [putConfiguration(after.key, configuration)]),
    ...writes,
  ]);
  const program = { ...after, rev: before.program.rev + 1 };
  return { program, configuration: configuration ?? before.configuration, plan: before.plan, answer: change.answer };
};

const CONTENDED = [
  'program_changed',
  'configuration_exists',
  'definition_changed',
  'level_walk_runs',
  'link_walk_moved',
];

/**
 * Changes what is defined in a program: definitions, settings and configuration in one conditional write. Each such
 * change goes through the program's head under its `rev`, so that two at the same moment follow each other: limits and
 * references are judged by what is really there, and version numbers have no gap.
 * @param decide looks at the state and says what changes; it may run several times.
 * @throws Failure `conflict` (`name_taken`), `plan_limit`, `not_found`, `busy`, and what `decide` throws.
 */
export const changeProgramState = async <T>(
  deps: ConfigurationDeps,
  context: { readonly program: string; readonly now: number },
  decide: (state: ProgramState) => Promise<Change<T>>,
): Promise<ProgramState & { readonly answer: T }> => {
  try {
    return await untilUncontended(CONTENDED, deps.chance, async () => {
      const state = await readProgramState(deps, context.program);
      return commit(deps, context.now, state, await decide(state));
    });
  } catch (error) {
    if (error instanceof ConditionFailed && error.condition === 'name_taken') {
      throw conflict('Something else of this kind has this name.', 'name', 'name_taken');
    }
    throw error;
  }
};
