import { setTimeout as pause } from 'node:timers/promises';
import type { Kernel } from '../contract.ts';
import { noteHappening } from '../happenings.ts';
import type { Json, JsonObject } from '../values.ts';
import { parseJson } from '../values.ts';
import { contextOf, enteredEvent, furtherEvents } from './context.ts';
import type { Live } from './drivers.ts';
import { Drivers } from './drivers.ts';
import { StateFailure, UnsupportedDefinition } from './failure.ts';
import type { Definition, State } from './model.ts';
import { recover } from './recovery.ts';
import type { Execution, Frame, Status } from './rows.ts';
import type { Outcome, RunCall } from './steps.ts';
import { bounded, branchCount, branchOf, failureOf, gathered, step } from './steps.ts';
import type { ExecutionStore } from './store.ts';

/** AWS ends an execution at so many events of its history. */
const MOST_EVENTS = 25_000;
const SWEEP_EVERY = 100;
const WORDS = {
  RUNNING: 'Started',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  ABORTED: 'Aborted',
  TIMED_OUT: 'TimedOut',
};

interface EngineParts {
  readonly kernel: Kernel;
  readonly store: ExecutionStore;
  /** The definition that an execution began with. */
  definitionOf(execution: Execution): Definition;
  /** The role and the ARN of the machine, for the context object. */
  identityOf(machine: string): { readonly arn: string; readonly name: string; readonly role: string };
  run: RunCall;
}

/** Where a frame stands, with what its state needs. */
interface Position {
  readonly execution: Execution;
  readonly definition: Definition;
  readonly state: State;
  readonly context: JsonObject;
}

/** Machine and name of an execution, as people read them. */
const nameOf = (arn: string): string => arn.split(':').slice(-2).join(' ');

/**
 * Moves executions on, one state at a time. Each move is one transaction of the journal, so a process that dies goes
 * on from the state it was in: a Task is called at least once, every other state has no effect outside.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #drivers: Drivers;
  #ended = 0;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#drivers = new Drivers(parts.kernel, (id, live) => this.#step(id, live));
    const { timers } = parts.kernel;
    timers.on('wait:', async (name) => this.#wake(Number(name.slice('wait:'.length))));
    timers.on('deadline:', async (name) => this.end(name.slice('deadline:'.length), 'TIMED_OUT', {}));
  }

  /** Takes up what the last process left. */
  resume(): void {
    for (const id of this.#parts.store.unparked()) this.#drivers.drive(id);
  }

  /** Starts an execution; part of the transaction under way, if there is one. */
  begin(execution: Pick<Execution, 'arn' | 'machine' | 'name' | 'definition' | 'input'>, definition: Definition): void {
    const { kernel, store } = this.#parts;
    const started = kernel.clock.now();
    const start = definition.scopes.get('')?.start ?? '';
    kernel.journal.transaction(() => {
      store.begin({ ...execution, started });
      const input = parseJson(execution.input);
      const { arn } = execution;
      const id = store.add({
        execution: arn,
        parent: undefined,
        slot: 0,
        scope: '',
        state: start,
        input,
        entered: started,
        item: undefined,
      });
      store.history.note(arn, started, [
        { type: 'ExecutionStarted', detail: { input } },
        enteredEvent(definition, '', start),
      ]);
      if (definition.timeout !== undefined) kernel.timers.set(`deadline:${arn}`, started + definition.timeout, null);
      this.#drivers.drive(id);
    });
  }

  /** Ends an execution, whatever it is doing; nothing happens when it has ended already. */
  end(arn: string, status: Status, outcome: { output?: string; error?: string; cause?: string }): void {
    const { kernel, store } = this.#parts;
    kernel.journal.transaction(() => {
      if (store.execution(arn)?.status !== 'RUNNING') return;
      this.#dismiss(store.framesOf(arn));
      store.end(arn, status, kernel.clock.now(), outcome);
      store.history.note(arn, kernel.clock.now(), [{ type: `Execution${WORDS[status]}`, detail: { ...outcome } }]);
      kernel.timers.clear(`deadline:${arn}`);
      if (status !== 'SUCCEEDED')
        kernel.log(`execution ${arn} ${status}: ${outcome.error ?? ''} ${outcome.cause ?? ''}`);
      this.#ended += 1;
      if (this.#ended % SWEEP_EVERY === 0) store.sweep(kernel.clock.now());
    });
  }

  close(): Promise<void> {
    return this.#drivers.close();
  }

  /** Makes one move; false when the frame has ended or waits. */
  async #step(id: number, live: Live): Promise<boolean> {
    const { store, run } = this.#parts;
    const frame = store.frame(id);
    if (frame === undefined || frame.parked !== 'no') return false;
    const wait = frame.retryAt - Date.now();
    if (wait > 0) await pause(wait, undefined, { signal: live.signal }).catch(() => undefined);
    if (live.gone) return false;
    try {
      const { state, context } = this.#at(frame);
      const outcome = await step(state, frame, context, run).catch(failureOf);
      if (live.gone) return false;
      this.#parts.kernel.journal.transaction(() => this.#settle(frame, outcome));
      return true;
    } catch (thrown) {
      if (!(thrown instanceof StateFailure || thrown instanceof UnsupportedDefinition)) throw thrown;
      // A move that cannot be made ends the execution: a ResultPath of a Catch that does not fit, a function that went.
      this.end(frame.execution, 'FAILED', { error: failureOf(thrown).error, cause: thrown.message });
      return false;
    }
  }

  #at(frame: Frame): Position {
    const execution = this.#parts.store.execution(frame.execution);
    if (execution === undefined) throw new Error(`no execution ${frame.execution}`);
    const definition = this.#parts.definitionOf(execution);
    const state = definition.scopes.get(frame.scope)?.states.get(frame.state);
    if (state === undefined) throw new UnsupportedDefinition(`there is no state "${frame.state}" any more`);
    const machine = this.#parts.identityOf(execution.machine);
    return { execution, definition, state, context: contextOf(frame, execution, state, machine) };
  }

  #wake(id: number): void {
    const { store } = this.#parts;
    if (store.frame(id)?.parked !== 'timer') return;
    store.park(id, 'no');
    this.#drivers.drive(id);
  }

  /** Writes down what a state came to. */
  #settle(frame: Frame, outcome: Outcome | StateFailure): void {
    if (outcome instanceof StateFailure) {
      this.#fail(frame, outcome);
      return;
    }
    switch (outcome.kind) {
      case 'done':
        this.#leave(frame, outcome.next, outcome.output);
        return;
      case 'wait':
        if (outcome.until <= this.#parts.kernel.clock.now()) {
          this.#leave(frame, outcome.next, outcome.output);
          return;
        }
        this.#parts.store.park(frame.id, 'timer');
        this.#parts.kernel.timers.set(`wait:${frame.id}`, Math.ceil(outcome.until), null);
        return;
      case 'fan': {
        this.#parts.store.park(frame.id, 'children');
        const first = Math.min(outcome.limit, outcome.total);
        try {
          for (let slot = 0; slot < first; slot += 1) this.#spawn(frame, slot);
        } catch (thrown) {
          if (!(thrown instanceof StateFailure)) throw thrown;
          this.#fail(frame, thrown);
        }
      }
    }
  }

  /** Makes the frame for one item or branch. */
  #spawn(parent: Frame, slot: number): void {
    const { kernel, store } = this.#parts;
    const { execution, definition, state, context } = this.#at(parent);
    const branch = branchOf(state, slot, parent.input, context);
    const input = bounded(branch.input, `the input of item ${slot} of state "${state.name}"`);
    const start = definition.scopes.get(branch.scope)?.start ?? '';
    const id = store.add({
      execution: execution.arn,
      parent: parent.id,
      slot,
      scope: branch.scope,
      state: start,
      input,
      entered: kernel.clock.now(),
      item: branch.item ?? parent.item,
    });
    store.history.note(execution.arn, kernel.clock.now(), [enteredEvent(definition, branch.scope, start)], 1);
    this.#drivers.drive(id);
  }

  #leave(frame: Frame, next: string | undefined, output: Json): void {
    const { kernel, store } = this.#parts;
    const { definition, state } = this.#at(frame);
    const now = kernel.clock.now();
    const exited = { type: `${state.type}StateExited`, detail: { name: state.name, output } };
    const events = next === undefined ? [exited] : [exited, enteredEvent(definition, frame.scope, next)];
    if (store.history.note(frame.execution, now, events, furtherEvents(state)) >= MOST_EVENTS) {
      const cause = `The execution reached the maximum number of history events (${MOST_EVENTS}).`;
      this.end(frame.execution, 'FAILED', { error: 'States.Runtime', cause });
      return;
    }
    if (next !== undefined) {
      store.enter(frame.id, next, output, now);
      if (frame.parent === undefined)
        noteHappening(kernel, { kind: 'state', title: next, of: nameOf(frame.execution) });
    } else if (frame.parent === undefined) {
      this.end(frame.execution, 'SUCCEEDED', { output: JSON.stringify(output) });
    } else {
      store.finish(frame.id, output);
      this.#childEnded(frame.parent);
    }
  }

  /** One item or branch has ended: the next one starts, or the Map or Parallel is complete. */
  #childEnded(id: number): void {
    const { store } = this.#parts;
    const parent = store.frame(id);
    if (parent === undefined) return;
    const { state, context } = this.#at(parent);
    const { made, done } = store.children(id);
    try {
      const total = branchCount(state, parent.input, context);
      if (made < total) {
        this.#spawn(parent, made);
      } else if (done === total) {
        const output = gathered(state, parent.input, store.outputs(id), context);
        store.forgetBelow(id);
        this.#leave(parent, state.next, output);
        this.#drivers.drive(id);
      }
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      this.#fail(parent, thrown);
      this.#drivers.drive(id);
    }
  }

  /** Retry, Catch, or the end: of the execution, or of the Map or Parallel around. */
  #fail(frame: Frame, failure: StateFailure): void {
    const { kernel, store } = this.#parts;
    const { definition, state } = this.#at(frame);
    const now = kernel.clock.now();
    this.#dismiss(store.forgetBelow(frame.id));
    const what = { name: state.name, error: failure.error, cause: failure.message };
    store.history.note(frame.execution, now, [{ type: `${state.type}StateFailed`, detail: what }], 2);
    const recovery = recover(state, frame.retries, failure);
    switch (recovery.kind) {
      case 'retry':
        kernel.log(
          `${frame.execution}: state "${state.name}" is tried again in ${Math.round(recovery.wait)} ms: ${failure.error}`,
        );
        store.retry(frame.id, recovery.retries, Date.now() + Math.round(recovery.wait));
        return;
      case 'catch': {
        const { next, place } = recovery.catcher;
        const output = place(frame.input, { Error: failure.error, Cause: failure.message });
        store.history.note(frame.execution, now, [enteredEvent(definition, frame.scope, next)]);
        store.enter(frame.id, next, output, now);
        return;
      }
      case 'fail': {
        const parent = frame.parent === undefined ? undefined : store.frame(frame.parent);
        if (parent === undefined) {
          this.end(frame.execution, 'FAILED', { error: failure.error, cause: failure.message });
          return;
        }
        this.#fail(parent, failure);
        this.#drivers.drive(parent.id);
      }
    }
  }

  /** What still runs in frames that are gone ends without effect; their waits are forgotten. */
  #dismiss(ids: readonly number[]): void {
    for (const id of ids) {
      this.#drivers.dismiss(id);
      this.#parts.kernel.timers.clear(`wait:${id}`);
    }
  }
}
