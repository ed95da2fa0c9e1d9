import type { Json, JsonObject } from '../values.ts';
import { isJsonObject, messageOf } from '../values.ts';
import { compileChoice } from './choices.ts';
import { UnsupportedDefinition } from './failure.ts';
import {
  catchField,
  eitherField,
  filterField,
  numberField,
  objectsField,
  onlyKnown,
  placementField,
  retryField,
  templateField,
  textField,
  untilField,
} from './fields.ts';
import type { Call, Definition, Scope, State } from './model.ts';

/** Tells what a Resource is; throws for one that the runtime cannot call. */
export type ResolveCall = (resource: string, parameters: Json | undefined) => Call;

const BASE = ['Type', 'InputPath', 'OutputPath', 'QueryLanguage'];
const FLOW = ['Next', 'End'];
const RESULT = ['ResultPath', 'Parameters', 'ResultSelector', 'Retry', 'Catch'];
const ITEMS = ['ItemsPath', 'ItemSelector', 'ItemProcessor', 'Iterator', 'MaxConcurrency', 'MaxConcurrencyPath'];
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Task', [...BASE, ...FLOW, ...RESULT, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath']],
  ['Pass', [...BASE, ...FLOW, 'ResultPath', 'Parameters', 'Result']],
  ['Choice', [...BASE, 'Choices', 'Default']],
  ['Wait', [...BASE, ...FLOW, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']],
  ['Map', [...BASE, ...FLOW, ...RESULT, ...ITEMS]],
  ['Parallel', [...BASE, ...FLOW, ...RESULT, 'Branches']],
  ['Succeed', BASE],
  ['Fail', ['Type', 'QueryLanguage', 'Error', 'Cause', 'ErrorPath', 'CausePath']],
]);

/** Every Next must exist; a typo would otherwise show only after weeks of business time. */
function checkTargets(machine: string, states: ReadonlyMap<string, State>, start: string): void {
  const followers = (state: State): readonly (string | undefined)[] => {
    switch (state.type) {
      case 'Choice':
        return [...state.choices.map(({ next }) => next), state.otherwise];
      case 'Task':
      case 'Pass':
      case 'Map':
      case 'Parallel':
        return [state.next, ...state.catch.map(({ next }) => next)];
      case 'Wait':
      case 'Succeed':
      case 'Fail':
        return [state.next];
    }
  };
  const check = (from: string, next: string | undefined): void => {
    if (next === undefined || states.has(next)) return;
    throw new UnsupportedDefinition(`state machine ${machine}, ${from}: there is no state "${next}"`);
  };
  check('StartAt', start);
  for (const state of states.values()) for (const next of followers(state)) check(`state "${state.name}"`, next);
}

function checkInline(processor: JsonObject): void {
  const config = processor['ProcessorConfig'];
  const mode = isJsonObject(config) ? config['Mode'] : undefined;
  if (mode !== undefined && mode !== 'INLINE') {
    throw new Error(`the local runtime supports Map in INLINE mode only, not ${JSON.stringify(mode)}`);
  }
}

/** Compiles one definition; collects its scopes and what its Tasks call. */
class Compiler {
  readonly scopes = new Map<string, Scope>();
  readonly calls: Call[] = [];
  readonly #machine: string;
  readonly #resolve: ResolveCall;

  constructor(machine: string, resolve: ResolveCall) {
    this.#machine = machine;
    this.#resolve = resolve;
  }

  scope(given: Json | undefined, path: string, extra: readonly string[]): string {
    if (!isJsonObject(given)) throw new Error('a state machine needs StartAt and States');
    onlyKnown(given, ['StartAt', 'States', 'QueryLanguage', ...extra]);
    const states = given['States'];
    if (!isJsonObject(states)) throw new Error('States must be an object');
    const compiled = new Map<string, State>();
    for (const [name, state] of Object.entries(states)) {
      try {
        if (!isJsonObject(state)) throw new Error('a state is an object');
        compiled.set(name, this.#state(name, state, `${path}/${name}`));
      } catch (thrown) {
        if (thrown instanceof UnsupportedDefinition) throw thrown;
        throw new UnsupportedDefinition(`state machine ${this.#machine}, state "${name}": ${messageOf(thrown)}`);
      }
    }
    const start = textField(given, 'StartAt');
    checkTargets(this.#machine, compiled, start);
    this.scopes.set(path, { start, states: compiled });
    return path;
  }

  #state(name: string, given: JsonObject, path: string): State {
    const type = textField(given, 'Type');
    const fields = FIELDS.get(type);
    if (fields === undefined) throw new Error(`the local runtime does not support states of type ${type}`);
    onlyKnown(given, fields);
    const next = given['Next'] === undefined ? undefined : textField(given, 'Next');
    if (fields.includes('Next') && (next === undefined) !== (given['End'] === true)) {
      throw new Error('a state has either Next or "End": true');
    }
    const base = { name, next, input: filterField(given['InputPath']), output: filterField(given['OutputPath']) };
    switch (type) {
      case 'Choice': {
        const rules = objectsField(given, 'Choices');
        const choices = rules.map((rule) => ({ test: compileChoice(rule), next: textField(rule, 'Next') }));
        const otherwise = given['Default'] === undefined ? undefined : textField(given, 'Default');
        return { ...base, type, choices, otherwise };
      }
      case 'Wait':
        return { ...base, type, until: untilField(given) };
      case 'Succeed':
        return { ...base, type };
      case 'Fail': {
        const [error, cause] = [eitherField(given, 'Error'), eitherField(given, 'Cause')];
        return { ...base, type, error: error ?? (() => ''), cause: cause ?? (() => '') };
      }
      default:
        return this.#working(type, given, path, base);
    }
  }

  /** The states that make a result. */
  #working(
    type: string,
    given: JsonObject,
    path: string,
    base: Pick<State, 'name' | 'next' | 'input' | 'output'>,
  ): State {
    const shaped = {
      ...base,
      parameters: templateField(given['Parameters']),
      select: templateField(given['ResultSelector']),
      place: placementField(given['ResultPath']),
      retry: retryField(given),
      catch: catchField(given),
    };
    switch (type) {
      case 'Task': {
        const call = this.#resolve(textField(given, 'Resource'), given['Parameters']);
        this.calls.push(call);
        return { ...shaped, type, call, timeout: eitherField(given, 'TimeoutSeconds') };
      }
      case 'Pass':
        return { ...shaped, type, result: given['Result'] };
      case 'Map': {
        const processor = given['ItemProcessor'] ?? given['Iterator'];
        if (isJsonObject(processor)) checkInline(processor);
        numberField(given, 'MaxConcurrency', 0);
        const limit = eitherField(given, 'MaxConcurrency') ?? (() => 0);
        const parameters = templateField(given['ItemSelector']) ?? shaped.parameters;
        const scope = this.scope(processor, path, ['ProcessorConfig']);
        return { ...shaped, type, parameters, items: filterField(given['ItemsPath']), limit, scope };
      }
      case 'Parallel': {
        const branches = objectsField(given, 'Branches');
        return { ...shaped, type, scopes: branches.map((branch, index) => this.scope(branch, `${path}#${index}`, [])) };
      }
      default:
        throw new Error(`the local runtime does not support states of type ${type}`);
    }
  }
}

/** Compiles a definition in the Amazon States Language, or says which state uses what is not supported. */
export function compileDefinition(machine: string, definition: Json, resolve: ResolveCall): Definition {
  const compiler = new Compiler(machine, resolve);
  try {
    compiler.scope(definition, '', ['Version', 'TimeoutSeconds']);
  } catch (thrown) {
    if (thrown instanceof UnsupportedDefinition) throw thrown;
    throw new UnsupportedDefinition(`state machine ${machine}: ${messageOf(thrown)}`);
  }
  const seconds = isJsonObject(definition) ? definition['TimeoutSeconds'] : undefined;
  const timeout = typeof seconds === 'number' ? seconds * 1000 : undefined;
  return { scopes: compiler.scopes, calls: compiler.calls, timeout };
}
