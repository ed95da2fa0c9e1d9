import { conflict, notFound } from '../../domain/errors.ts';
import {
  addPaymentMethod,
  addSetUp,
  type PaymentMethod,
  paymentMethodsOf,
  programOfSetUp,
  removePaymentMethod,
} from '../../table/payment-methods.ts';
import { changeProgram, getProgram, type Program } from '../../table/programs.ts';
import { ConditionFailed } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type {
  completeSetUp,
  createPaymentMethod,
  deletePaymentMethod,
  listPaymentMethods,
  startSetUp,
} from '../shared/contracts/payments.ts';
import { pageOfAll } from '../shared/paging.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { PaymentDeps } from './deps.ts';

const CONTENDED = ['program_changed', 'method_exists'];

const programOf = async (deps: PaymentDeps, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

/**
 * A program in test mode has no payment method that costs anything, so that nothing in it is ever paid: not its sales,
 * and not what test events make.
 * @throws Failure `conflict` (`test_program`).
 */
const requirePayable = ({ mode }: Program, { takesRealMoney }: PaymentDeps['providers']): void => {
  if (mode === 'live' || !takesRealMoney) return;
  throw conflict('This program is in test mode, and real money is charged here.', 'program', 'test_program');
};

const isDefault = (program: Program, method: PaymentMethod): boolean =>
  program.payment_method === method.method && program.payment_customer === method.customer;

const view = (program: Program, method: PaymentMethod) => ({
  key: method.key,
  created_at: method.created_at,
  updated_at: method.created_at,
  provider: method.provider,
  provider_customer: method.customer,
  provider_method: method.method,
  label: method.label ?? null,
  default: isDefault(program, method),
});

interface AtProvider {
  readonly customer: string;
  readonly method: string;
  readonly label?: string;
}

/** Stores a method and makes it the one that invoices are charged to; one that is known keeps its key. */
export const adoptMethod = (deps: PaymentDeps, program: string, now: number, found: AtProvider) =>
  untilUncontended(CONTENDED, deps.chance, async () => {
    const before = await programOf(deps, program);
    requirePayable(before, deps.providers);
    const known = (await paymentMethodsOf(deps.store, program)).find(
      ({ customer, method }) => customer === found.customer && method === found.method,
    );
    const method: PaymentMethod = known ?? {
      key: deps.ids.key('pm', now),
      program,
      provider: 'stripe',
      ...found,
      created_at: now,
    };
    const after = { ...before, payment_customer: found.customer, payment_method: found.method, updated_at: now };
    await deps.store.transact([
      changeProgram(before, after),
      ...(known === undefined ? [addPaymentMethod(method)] : []),
    ]);
    return view(after, method);
  });

const merchantOf = (program: Program) => ({ merchantKey: program.merchant, name: program.name });

/**
 * Stores a method by its name at the provider. The customer is always the program's own: a request that could name one
 * could have somebody else's card charged.
 */
export const storePaymentMethod =
  (deps: PaymentDeps) =>
  async (
    context: Context,
    { body }: InputOf<typeof createPaymentMethod>,
  ): Promise<DataOf<typeof createPaymentMethod>> => {
    const program = await programOf(deps, context.program);
    requirePayable(program, deps.providers);
    const customer = program.payment_customer ?? (await deps.providers.charging.createCustomer(merchantOf(program)));
    return adoptMethod(deps, context.program, context.now, { customer, method: body.provider_method });
  };

/** All payment methods of the program. */
export const readPaymentMethods =
  (deps: PaymentDeps) =>
  async (
    context: Context,
    { query }: InputOf<typeof listPaymentMethods>,
  ): Promise<DataOf<typeof listPaymentMethods>> => {
    const program = await programOf(deps, context.program);
    const methods = await paymentMethodsOf(deps.store, context.program);
    const { items, has_more } = pageOfAll(
      methods.map((method) => view(program, method)),
      query,
    );
    return { items, has_more };
  };

/** Forgets a method; when it was the one that invoices are charged to, there is none until another is stored. */
export const forgetPaymentMethod =
  (deps: PaymentDeps) =>
  (context: Context, { params }: InputOf<typeof deletePaymentMethod>): Promise<DataOf<typeof deletePaymentMethod>> =>
    untilUncontended(['program_changed'], deps.chance, async () => {
      const before = await programOf(deps, context.program);
      const methods = await paymentMethodsOf(deps.store, context.program);
      const method = methods.find((candidate) => candidate.key === params.method);
      if (method === undefined) throw notFound('payment method', 'method');
      const { payment_method: _, ...without } = before;
      const after = { ...without, updated_at: context.now };
      await deps.store.transact([
        removePaymentMethod(context.program, method.key),
        ...(isDefault(before, method) ? [changeProgram(before, after)] : []),
      ]);
      return { key: method.key, deleted: true };
    });

/** Starts a set-up at the provider for the program's customer there, which is made with the first one. */
export const beginSetUp =
  (deps: PaymentDeps) =>
  async (context: Context, { body }: InputOf<typeof startSetUp>): Promise<DataOf<typeof startSetUp>> => {
    const program = await programOf(deps, context.program);
    requirePayable(program, deps.providers);
    const started = await deps.providers.charging.setUp({
      ...merchantOf(program),
      ...(body.email === undefined ? {} : { email: body.email }),
      currency: program.currency,
      ...(program.payment_customer === undefined ? {} : { customer: program.payment_customer }),
      successUrl: body.success_url,
      cancelUrl: body.cancel_url,
    });
    try {
      await deps.store.write(addSetUp(started.setUp, context.program, context.now));
    } catch (error) {
      // The provider gave the same set-up again.
      if (!(error instanceof ConditionFailed)) throw error;
    }
    return { key: started.setUp, status: 'open', url: started.url, payment_method: null };
  };

/** Reads a set-up, and stores its method once it is ready. */
export const finishSetUp = async (deps: PaymentDeps, program: string, setUp: string, now: number) => {
  const state = await deps.providers.charging.readSetUp(setUp);
  switch (state.kind) {
    case 'open':
      return { key: setUp, status: 'open' as const, url: state.url, payment_method: null };
    case 'expired':
      return { key: setUp, status: 'expired' as const, url: null, payment_method: null };
    case 'ready': {
      const { reference: method, label } = state.paymentMethod;
      const payment_method = await adoptMethod(deps, program, now, { customer: state.customer, method, label });
      return { key: setUp, status: 'ready' as const, url: null, payment_method };
    }
  }
};

/** A set-up of another program is not visible. */
export const readSetUp =
  (deps: PaymentDeps) =>
  async (context: Context, { params }: InputOf<typeof completeSetUp>): Promise<DataOf<typeof completeSetUp>> => {
    const owner = await programOfSetUp(deps.store, params.set_up);
    if (owner !== context.program) throw notFound('set-up', 'set_up');
    return finishSetUp(deps, context.program, params.set_up, context.now);
  };
