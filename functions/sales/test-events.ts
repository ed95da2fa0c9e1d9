import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { targetOf } from '../../domain/links.ts';
import { dayOf } from '../../domain/periods.ts';
import { saleKey } from '../../table/keys.ts';
import { getLink, type Link } from '../../table/links.ts';
import { getStanding } from '../../table/partnerships.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { clickProof } from '../../table/statistics.ts';
import { addTestEvent, getTestEvent, type TestEvent } from '../../table/test-events.ts';
import { readSale } from '../../table/transactions.ts';
import { acceptTransaction } from '../shared/accept-transaction.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { decideAttribution, type Origin } from '../shared/attribution.ts';
import { requireScope } from '../shared/auth.ts';
import type { ClickIds } from '../shared/click-ids.ts';
import type { InputOf } from '../shared/contract.ts';
import { createTestEvent, getTestEvent as getTestEventOperation } from '../shared/contracts/test-events.ts';
import { countOnce } from '../shared/counting.ts';
import { findNamed } from '../shared/find.ts';
import { type CustomerDeps, createCustomer } from '../shared/new-customers.ts';
import { acceptRefund } from './accept-refund.ts';
import { tellTestEvent } from './test-event-story.ts';

/** What test events work with: they are accepted by the same use cases as all others. */
export interface TestEventDeps extends CustomerDeps {
  readonly clickIds: () => Promise<ClickIds>;
}

type Body = InputOf<typeof createTestEvent>['body'];
type BodyOf<T extends Body['type']> = Extract<Body, { readonly type: T }>;

/** What a test event has made, besides what the one before it did. */
type Made = Partial<Pick<TestEvent, 'click' | 'customer' | 'transaction' | 'refund' | 'passed_over'>>;

interface Sending {
  readonly deps: TestEventDeps;
  readonly program: Program;
  readonly now: number;
  readonly key: string;
  /** The test event that this one follows. */
  readonly before: TestEvent | undefined;
}

const CLICKS_KEPT_SECONDS = 15 * 24 * 60 * 60;

const missing = (message: string, param: string) => unprocessable('after_missing', message, param);

const recordClick = async ({ deps, program, now, key }: Sending, link: Link): Promise<boolean> => {
  const counts = link.active && !link.archived && link.landing.counts;
  const standing = await getStanding(deps.store, link.partnership);
  const click = {
    ...{ program: program.key, link: link.key, partnership: link.partnership, at: now },
    // Every test is a visitor of its own, so that no click counts as the repeat of another.
    ...{ group: standing?.group ?? link.group, day: dayOf(now, program.time_zone), visitor: key },
    ...(counts ? {} : { apart: 'inactive' as const }),
  };
  const counters = counts ? { clicks: 1 } : { apart_inactive: 1 };
  await countOnce(deps, [clickProof(key, click, counters, Math.ceil(now / 1000) + CLICKS_KEPT_SECONDS)]);
  return counts;
};

const sendClick = async (sending: Sending, { link_key }: BodyOf<'click'>): Promise<Made> => {
  const { deps, program, now } = sending;
  const link = await getLink(deps.store, program.key, link_key);
  if (link === undefined) throw notFound('link', 'link_key');
  const destination = link.destination ?? link.landing.destination;
  if (destination === undefined) {
    throw unprocessable('no_destination', 'The link leads nowhere: its group and program have no address.', 'link_key');
  }
  const counts = await recordClick(sending, link);
  const { key, partnership } = link;
  const click_id = counts ? (await deps.clickIds()).issue({ link: key, partnership, at: now }) : undefined;
  const url = targetOf(destination, { ...link.landing.parameters, ...link.utm }, click_id);
  return { click: { link: key, partnership, url, ...(click_id === undefined ? {} : { click_id }) } };
};

const sendSignUp = async (sending: Sending, body: BodyOf<'sign_up'>): Promise<Made> => {
  const { deps, program, now, key, before } = sending;
  const click_id = body.click_id ?? before?.click?.click_id;
  const origin: Origin = {
    ...{ customer_key: `test_${key}`, click_id, coupon: body.coupon },
    ...{ partnership: body.partner_key, named_by: 'partner_key' },
  };
  // What was passed over is part of the decision, and stored nowhere else.
  const { decision } = await decideAttribution(deps, program, origin, now);
  const request = { ...origin, customer_key: `test_${key}`, name: 'Test customer', program: program.key };
  const customer = await createCustomer(deps)(request);
  const passed_over = decision.passedOver.map(({ partnership, reason, because }) => ({ partnership, reason, because }));
  return { customer: customer.customer_key, passed_over };
};

const sendTransaction = async (sending: Sending, body: BodyOf<'transaction'>): Promise<Made> => {
  const { deps, program, key, before } = sending;
  const customer = body.customer_key ?? before?.customer;
  if (customer === undefined) throw missing('Name a customer, or the test sign-up before it.', 'customer_key');
  const { sale } = await acceptTransaction(deps)({
    ...{ program: program.key, external_key: `test_${key}`, customer_key: customer, currency: program.currency },
    ...{ amount: body.amount },
    ...(body.product_key === undefined ? {} : { product_key: body.product_key }),
  });
  return { customer, transaction: sale.external_key };
};

const sendRefund = async (sending: Sending, body: BodyOf<'refund'>): Promise<Made> => {
  const { deps, program, key, before } = sending;
  const named = body.transaction_key ?? before?.transaction;
  if (named === undefined) throw missing('Name a transaction, or the test transaction before it.', 'transaction_key');
  const own = { kind: 'TXNS', prefix: 'txn_', program: program.key, key: named } as const;
  const sale = readSale(await findNamed(deps.store, saleKey(program.key, named), own, 'transaction_key'));
  const { refund } = await acceptRefund(deps)({
    ...{ program: program.key, transaction: sale.external_key, external_key: `test_${key}` },
    ...(body.amount === undefined ? {} : { amount: body.amount }),
  });
  const customer = sale.customer?.key;
  return {
    ...(customer === undefined ? {} : { customer }),
    ...{ transaction: sale.external_key, refund: refund.external_key },
  };
};

const perform = (sending: Sending, body: Body): Promise<Made> => {
  switch (body.type) {
    case 'click':
      return sendClick(sending, body);
    case 'sign_up':
      return sendSignUp(sending, body);
    case 'transaction':
      return sendTransaction(sending, body);
    case 'refund':
      return sendRefund(sending, body);
  }
};

/** @throws Failure `not_found`, `conflict` (`live_program`). */
const requireTestProgram = async (deps: TestEventDeps, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  if (program.mode === 'test') return program;
  throw conflict(
    'This program is live: a test event would count, and its rewards would be paid. Send it in a program in test mode.',
    'type',
    'live_program',
  );
};

const required = async (deps: TestEventDeps, context: Context, key: string, param: string): Promise<TestEvent> => {
  const event = await getTestEvent(deps.store, context.program, key, context.now);
  if (event === undefined) throw notFound('test event', param);
  return event;
};

const send = async (given: TestEventDeps, context: Context, body: Body): Promise<TestEvent> => {
  const { now } = context;
  const deps: TestEventDeps = { ...given, clock: { now: () => now } };
  requireScope(context.caller, 'rewards:read');
  const program = await requireTestProgram(deps, context.program);
  const after = body.type === 'click' ? undefined : body.after;
  const before = after === undefined ? undefined : await required(deps, context, after, 'after');
  const key = deps.ids.key('tev', now);
  const made = await perform({ deps, program, now, key, before }, body);
  const event: TestEvent = {
    ...{ key, program: program.key, type: body.type, created_at: now },
    ...(after === undefined ? {} : { after }),
    ...(before?.click === undefined ? {} : { click: before.click }),
    ...{ passed_over: [], ...made },
  };
  await deps.store.write(addTestEvent(event));
  return event;
};

/** The operations of /v2/test-events. */
export const testEventRoutes = (deps: TestEventDeps): readonly Route[] => [
  route(createTestEvent, async (context, { body }) => tellTestEvent(deps, await send(deps, context, body))),
  route(getTestEventOperation, async (context, { params }) =>
    tellTestEvent(deps, await required(deps, context, params.test_event, 'test_event')),
  ),
];
