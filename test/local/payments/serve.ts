import { startPaymentStandIn } from '../../../local/payments/index.ts';
import { openJournal } from './harness.ts';

/** A process of its own with the stand-in on the given file, for the test that kills it. */
const timers = { set: () => undefined, clear: () => undefined, on: () => undefined };
const now = () => Date.parse('2027-03-08T12:00:00Z');
const server = await startPaymentStandIn({ journal: openJournal(process.argv[2] ?? ''), now, timers });
process.stdout.write(`${server.url}\n`);
