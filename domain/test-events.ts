/** What can be sent as a test event, in the order in which a customer does it. */
export const TEST_EVENT_TYPES = ['click', 'sign_up', 'transaction', 'refund'] as const;
export type TestEventType = (typeof TEST_EVENT_TYPES)[number];

/** What happens with a test event, step by step. */
export const TEST_STEPS = [
  'click_recorded',
  'customer_created',
  'attributed',
  'transaction_accepted',
  'refund_accepted',
  'credited',
  'evaluated',
  'counted',
] as const;
export type TestStep = (typeof TEST_STEPS)[number];

/** How far a step is: one that has failed explains what would be needed. */
export const TEST_STEP_STATES = ['done', 'waiting', 'failed'] as const;
export type TestStepState = (typeof TEST_STEP_STATES)[number];
