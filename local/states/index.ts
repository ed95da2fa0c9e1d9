import { AwsFailure } from '../aws-answers.ts';
import type { Kernel } from '../contract.ts';
import type { MessagingParts } from '../messaging-parts.ts';
import type { Json } from '../values.ts';
import { parseJson, tryJson } from '../values.ts';
import type { ResolveCall } from './definition.ts';
import { compileDefinition } from './definition.ts';
import { Engine } from './engine.ts';
import { StateFailure, UnsupportedDefinition } from './failure.ts';
import type { Machine } from './machines.ts';
import { readMachine } from './machines.ts';
import type { Definition } from './model.ts';
import type { Execution } from './rows.ts';
import { ExecutionStore } from './store.ts';
import { callResolver, callRunner } from './tasks.ts';

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** An execution that was started. */
interface Begun {
  readonly arn: string;
  readonly started: number;
}

function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The state machines of the template and their executions. */
export class StateMachines {
  readonly store: ExecutionStore;
  readonly #kernel: Kernel;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #resolve: ResolveCall;
  /** Compiled definitions by hash, also those of former templates that executions still run on. */
  readonly #definitions = new Map<string, Definition>();
  readonly #hashes = new Map<string, string>();
  readonly #engine: Engine;

  constructor(kernel: Kernel, parts: MessagingParts) {
    this.#kernel = kernel;
    this.store = new ExecutionStore(kernel.journal);
    this.#resolve = callResolver(kernel);
    const resources = kernel.stack.ofType('AWS::StepFunctions::StateMachine');
    const machines = resources.map((resource) => readMachine(kernel, parts, this.#resolve, resource));
    this.#machines = new Map(machines.map((machine) => [machine.id, machine]));
    for (const { id, text, definition } of machines) {
      const hash = this.store.define(id, text);
      this.#hashes.set(id, hash);
      this.#definitions.set(hash, definition);
    }
    this.#engine = new Engine({
      kernel,
      store: this.store,
      definitionOf: (execution) => this.#definitionOf(execution),
      identityOf: (id) => {
        const machine = this.#machines.get(id);
        if (machine === undefined) throw new UnsupportedDefinition(`there is no state machine ${id} any more`);
        return machine;
      },
      run: callRunner(kernel, (machineId, name, input) => this.#startFromTask(machineId, name, input)),
    });
  }

  /** As StartExecution on AWS: the same name and input answer the same execution while it runs. */
  start(machineId: string, name: string, input: string): Begun {
    const machine = this.#machine(machineId);
    if (!NAME.test(name)) throw new AwsFailure('InvalidName', `Invalid Name: '${name}'`);
    if (tryJson(input) === undefined) {
      throw new AwsFailure('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON');
    }
    return this.#kernel.journal.transaction(() => {
      const before = this.store.execution(executionArn(machine.arn, name));
      if (before === undefined) return this.#begin(machine, name, input);
      if (before.status === 'RUNNING' && before.input === input) return { arn: before.arn, started: before.started };
      throw new AwsFailure('ExecutionAlreadyExists', `Execution Already Exists: '${before.arn}'`);
    });
  }

  /** Starts unless an execution of that name exists. Part of the transaction under way, if there is one. */
  startOnce(machineId: string, name: string, input: Json): void {
    const machine = this.#machine(machineId);
    const legal = name.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, 80);
    this.#kernel.journal.transaction(() => {
      if (this.store.execution(executionArn(machine.arn, legal)) !== undefined) return;
      this.#begin(machine, legal, JSON.stringify(input));
    });
  }

  stop(arn: string, error: string | undefined, cause: string | undefined): void {
    const why = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    this.#engine.end(arn, 'ABORTED', why);
  }

  /** Goes on with what the last process left; to be called when everything else stands ready. */
  resume(): void {
    this.#engine.resume();
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  #machine(id: string): Machine {
    const machine = this.#machines.get(id);
    if (machine === undefined)
      throw new AwsFailure('StateMachineDoesNotExist', `State Machine Does Not Exist: '${id}'`);
    return machine;
  }

  #begin({ id, arn: machineArn, definition }: Machine, name: string, input: string): Begun {
    const arn = executionArn(machineArn, name);
    this.#engine.begin({ arn, machine: id, name, definition: this.#hashes.get(id) ?? '', input }, definition);
    return { arn, started: this.#kernel.clock.now() };
  }

  #definitionOf({ machine, definition: hash }: Execution): Definition {
    const known = this.#definitions.get(hash);
    if (known !== undefined) return known;
    const compiled = compileDefinition(machine, parseJson(this.store.definition(hash)), this.#resolve);
    this.#definitions.set(hash, compiled);
    return compiled;
  }

  /** What a Task gets for an error of StartExecution. */
  #startFromTask(machineId: string, name: string, input: string): Begun {
    try {
      return this.start(machineId, name, input);
    } catch (thrown) {
      if (!(thrown instanceof AwsFailure)) throw thrown;
      throw new StateFailure(`StepFunctions.${thrown.code}Exception`, thrown.message);
    }
  }
}
