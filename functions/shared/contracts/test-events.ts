import * as z from 'zod/mini';
import { TURNED_AWAY } from '../../../domain/rewards.ts';
import { TEST_EVENT_TYPES, TEST_STEP_STATES, TEST_STEPS } from '../../../domain/test-events.ts';
import { operation } from '../contract.ts';
import {
  amount,
  clickId,
  coupon,
  externalKey,
  key,
  line,
  objectFields,
  positiveAmount,
  signedAmount,
} from './fields.ts';
import { RuleOutcome } from './rewards.ts';

const tag = 'test-events';

/** A step that a test event takes; `waiting` is done by itself within seconds. */
const Step = z.strictObject({
  step: z.enum(TEST_STEPS),
  state: z.enum(TEST_STEP_STATES),
  /** A word for programs, where there is something to say. */
  reason: z.nullable(line(100)),
  explanation: z.string(),
});

/** A test event, and what has come of it so far. */
export const TestEvent = z.strictObject({
  ...objectFields,
  type: z.enum(TEST_EVENT_TYPES),
  /** The test event that it follows. */
  after: z.nullable(key),
  /** False as long as something is waited for: ask again. */
  settled: z.boolean(),
  click_id: z.nullable(z.string()),
  /** Where the visitor was led. */
  url: z.nullable(z.string()),
  customer_key: z.nullable(externalKey),
  transaction_key: z.nullable(key),
  refund_key: z.nullable(key),
  steps: z.array(Step),
  /** To whom the customer is bound, and why. */
  attribution: z.nullable(
    z.strictObject({
      partnership_key: key,
      partner_key: z.nullable(externalKey),
      reason: z.string(),
      link_key: z.nullable(key),
    }),
  ),
  /** What would have had precedence and could not be followed. */
  passed_over: z.array(z.strictObject({ partnership_key: key, reason: z.string(), because: z.string() })),
  /** The triggers that wait for such an event, and what became of it with each. */
  triggers: z.array(
    z.strictObject({
      trigger_key: key,
      name: line(100),
      rewarded: z.boolean(),
      turned_away: z.nullable(z.enum([...TURNED_AWAY, 'outdone'])),
      rules: z.array(RuleOutcome),
    }),
  ),
  rewards: z.array(
    z.strictObject({
      reward_key: key,
      trigger_key: z.nullable(key),
      partnership_key: key,
      partner_key: z.nullable(externalKey),
      level: z.int(),
      amount: signedAmount,
      arithmetic: z.array(z.string()),
    }),
  ),
  clawbacks: z.array(z.strictObject({ reward_key: key, partnership_key: key, amount: signedAmount })),
});

const after = z.optional(key);

export const createTestEvent = operation({
  id: 'createTestEvent',
  method: 'POST',
  path: '/v2/test-events',
  tag,
  scope: 'sales:write',
  summary: 'Send a test event',
  description:
    'A click, sign-up, transaction or refund in a program in test mode, and what comes of it, step by step. It is accepted, evaluated and counted as any other of the program; a program in live mode refuses it (`live_program`). `after` names the test event before it: a sign-up takes its click id from there, a transaction its customer, a refund its transaction. A click is made here and does not go through the redirect. Customers and transactions of test events have keys that begin with `test_`. Whoever sends one must be allowed to read rewards.',
  message: 'Test event sent.',
  body: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('click'), link_key: key }),
    z.strictObject({
      type: z.literal('sign_up'),
      after,
      click_id: z.optional(clickId),
      coupon: z.optional(coupon),
      partner_key: z.optional(externalKey),
    }),
    z.strictObject({
      type: z.literal('transaction'),
      after,
      customer_key: z.optional(externalKey),
      amount,
      product_key: z.optional(externalKey),
    }),
    z.strictObject({
      type: z.literal('refund'),
      after,
      transaction_key: z.optional(externalKey),
      /** Everything that is left without it. */
      amount: z.optional(positiveAmount),
    }),
  ]),
  data: TestEvent,
});

export const getTestEvent = operation({
  id: 'getTestEvent',
  method: 'GET',
  path: '/v2/test-events/{test_event}',
  tag,
  scope: 'rewards:read',
  summary: 'See what has come of a test event',
  description: 'Test events are forgotten after thirty days.',
  message: 'Test event retrieved.',
  params: z.strictObject({ test_event: key }),
  data: TestEvent,
});
