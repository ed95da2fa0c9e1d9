import * as z from 'zod/mini';
import { Failure } from '../../domain/errors.ts';
import { decode } from '../../table/codec.ts';
import { Figures } from '../../table/invoices.ts';
import { WriteConflict } from '../../table/store.ts';
import type { CloseDeps } from './deps.ts';
import { draftPage, recountPage } from './draft.ts';
import { startDueMonths } from './due.ts';
import { begin, finaliseInvoice, openInvoice, recordFailure, verifyInvoice } from './open.ts';
import { checkFactsPage, sealPage } from './seal.ts';

const Parts = z.array(z.object({ figures: Figures }));

const month = { program: z.string(), period: z.string() } as const;
const page = { ...month, shard: z.int(), cursor: z.string() } as const;
const lines = { ...page, figures: z.nullable(Figures) } as const;

/** What the state machines send. The names of the steps are those of the states in statemachines/. */
const TaskInput = z.discriminatedUnion('step', [
  z.object({ step: z.literal('due'), scheduled_at: z.iso.datetime(), cursor: z.string() }),
  z.object({ step: z.literal('begin'), ...month, phase: z.enum(['close', 'payout']) }),
  z.object({ step: z.literal('seal'), ...page }),
  z.object({ step: z.literal('facts'), ...page }),
  z.object({ step: z.literal('statements'), ...lines }),
  z.object({ step: z.literal('open'), ...month, drafted: Parts }),
  z.object({ step: z.literal('finalise'), ...month }),
  z.object({ step: z.literal('recount'), ...lines }),
  z.object({ step: z.literal('verify'), ...month, recounted: Parts }),
  z.object({ step: z.literal('failed'), ...month, failure: z.object({ error: z.string() }) }),
]);
type TaskInput = z.infer<typeof TaskInput>;

const run = (deps: CloseDeps, input: TaskInput): Promise<object> => {
  switch (input.step) {
    case 'due':
      return startDueMonths(deps)(input);
    case 'begin':
      return begin(deps)(input);
    case 'seal':
      return sealPage(deps)(input);
    case 'facts':
      return checkFactsPage(deps)(input);
    case 'statements':
      return draftPage(deps)(input);
    case 'open':
      return openInvoice(deps)(input);
    case 'finalise':
      return finaliseInvoice(deps)(input);
    case 'recount':
      return recountPage(deps)(input);
    case 'verify':
      return verifyInvoice(deps)(input);
    case 'failed':
      return recordFailure(deps)(input);
  }
};

/** Serves the state machines: one step, which can be repeated and interrupted anywhere. */
export const closeTask =
  (deps: CloseDeps) =>
  async (event: unknown): Promise<object> => {
    try {
      return await run(deps, decode(TaskInput, event));
    } catch (error) {
      throw asTaskError(error);
    }
  };

/** The state machines know errors by their names: what only needs patience is `Busy`. */
const asTaskError = (error: unknown): unknown => {
  const patience = error instanceof WriteConflict || (error instanceof Failure && error.code === 'busy');
  return patience ? new Busy(error instanceof Error ? error.message : 'busy') : error;
};

class Busy extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Busy';
  }
}
