import * as z from 'zod/mini';
import { Failure } from '../../domain/errors.ts';
import { decode } from '../../table/codec.ts';
import { WriteConflict } from '../../table/store.ts';
import { chargeStep } from './charge.ts';
import { Busy, type PaymentDeps } from './deps.ts';
import { payPage, planLookUps, reconcilePage } from './payout-run.ts';

const month = { program: z.string(), period: z.string() } as const;
const page = { ...month, shard: z.int(), cursor: z.string(), open: z.int(), unknown: z.int() } as const;

/** What billing-month sends. */
const TaskInput = z.discriminatedUnion('step', [
  z.object({ step: z.literal('charge'), ...month }),
  z.object({ step: z.literal('payout'), ...page }),
  z.object({ step: z.literal('reconcile'), ...page }),
  z.object({
    step: z.literal('plan'),
    ...month,
    results: z.array(z.object({ open: z.int(), unknown: z.int() })),
    payouts: z.nullable(z.object({ began_at: z.string() })),
  }),
]);
type TaskInput = z.infer<typeof TaskInput>;

const run = (deps: PaymentDeps, input: TaskInput): Promise<object> => {
  switch (input.step) {
    case 'charge':
      return chargeStep(deps)(input);
    case 'payout':
      return payPage(deps)(input);
    case 'reconcile':
      return reconcilePage(deps)(input);
    case 'plan':
      return planLookUps(deps)(input);
  }
};

/** Serves billing-month: one step, which can be repeated and interrupted anywhere. */
export const paymentsTask =
  (deps: PaymentDeps) =>
  async (event: unknown): Promise<object> => {
    try {
      return await run(deps, decode(TaskInput, event));
    } catch (error) {
      const patience = error instanceof WriteConflict || (error instanceof Failure && error.code === 'busy');
      throw patience ? new Busy(error.message) : error;
    }
  };
