import * as z from 'zod/mini';
import { TEST_EVENT_TYPES } from '../domain/test-events.ts';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { testEventKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** A click that was made for a test: it carries no click id where it counts for nobody. */
const TestClick = z.object({
  link: z.string(),
  partnership: z.string(),
  /** Where the visitor would be led. */
  url: z.string(),
  click_id: z.optional(z.string()),
});

/** What spoke for a partnership and was not followed. */
const PassedOver = z.object({ partnership: z.string(), reason: z.string(), because: z.string() });

/**
 * An event that was sent to see what comes of it. What it made is stored as everything else is; here it is only named,
 * with what the test events before it made.
 */
export const TestEvent = z.object({
  key: z.string(),
  program: z.string(),
  type: z.enum(TEST_EVENT_TYPES),
  /** The test event that it follows. */
  after: z.optional(z.string()),
  click: z.optional(TestClick),
  /** The merchant's own keys of what was made. */
  customer: z.optional(z.string()),
  transaction: z.optional(z.string()),
  refund: z.optional(z.string()),
  passed_over: z.array(PassedOver),
  created_at: z.int(),
});
export type TestEvent = z.infer<typeof TestEvent>;

const KEPT_SECONDS = 30 * 86_400;

/** A new test event (`test_event_exists`). It is forgotten after thirty days; what it made stays. */
export const addTestEvent = (event: TestEvent): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...testEventKey(event.program, event.key),
    ...event,
    [EXPIRES_ATTRIBUTE]: Math.floor(event.created_at / 1000) + KEPT_SECONDS,
  },
  condition: absent('test_event_exists'),
});

/** A test event that is not forgotten yet. */
export const getTestEvent = async (
  store: Store,
  program: string,
  key: string,
  now: number,
): Promise<TestEvent | undefined> => {
  const item = await store.get(testEventKey(program, key));
  const event = item === undefined ? undefined : decode(TestEvent, item);
  return event !== undefined && now < event.created_at + KEPT_SECONDS * 1000 ? event : undefined;
};
