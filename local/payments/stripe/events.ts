import { createHmac } from 'node:crypto';
import { type Operation, parametersOf, pathId } from './call.ts';
import { listOf } from './parameters.ts';
import { pageSize } from './payment-intents.ts';
import { missing } from './refusals.ts';

/** GET /v1/events, newest first; what a webhook missed can be found here. */
export const listEvents: Operation = (call) => {
  const p = parametersOf(call, ['limit', 'starting_after', 'type']);
  const page = call.desk.store.page('event', {
    limit: pageSize(p),
    after: p.maybeText('starting_after'),
    part: p.maybeText('type'),
  });
  return { status: 200, body: listOf('/v1/events', page.items, page.more) };
};

/** GET /v1/events/{id} */
export const readEvent: Operation = (call) => {
  parametersOf(call, []);
  const event = call.desk.store.get('event', pathId(call));
  if (!event) throw missing('event', pathId(call));
  return { status: 200, body: event };
};

/** The Stripe-Signature header of a webhook request. */
export function stripeSignature(secret: string, seconds: number, body: string): string {
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${signature}`;
}
