import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ChildRuntime } from '../cli/child-runtime.ts';
import { invokeOperator } from '../cli/merchant.ts';
import { everyItem } from '../cli/recount/listing.ts';
import { runRecount } from '../cli/recount/run.ts';
import { ApiClient, Refused } from '../cli/replay/client.ts';
import { moveClock } from '../cli/replay/clock.ts';
import { Merchant } from '../cli/replay/run.ts';
import { setPaymentMethod } from '../cli/replay/setup.ts';
import { Dice } from './dice.ts';
import { createProgram, type Made, PARTNERS, signUp } from './invented-program.ts';
import { seeded } from './random.ts';
import { inFolder, say } from './runs.ts';

const DAY = 86_400_000;
const START = Date.UTC(2012, 0, 2, 12);
const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/London'] as const;
const [MONTHS, SALES_A_MONTH] = [3, 50] as const;

const Rewards = z.object({
  key: z.string(),
  status: z.string(),
  original_amount: z.int(),
  clawed_back_amount: z.int(),
});
const Sales = z.object({ key: z.string(), lines: z.array(z.object({ quantity: z.int() })), amount: z.int() });

interface Playing {
  readonly api: ApiClient;
  readonly dice: Dice;
  readonly made: Made;
}

/** Refusals that are the product's right: somebody decided, refunded or paid before. */
const unlessRefused = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refused && (error.status === 409 || error.status === 422))) throw error;
  }
};

const sell = async ({ api, dice, made }: Playing, at: number): Promise<void> => {
  const lines = dice.some(1, 4, () => ({
    product_key: dice.one(['mug', 'hat', 'pen']),
    ...(dice.chance(0.5) ? { category_key: dice.one(['home', 'office']) } : {}),
    quantity: dice.int(1, 9),
    unit_amount: dice.one([0, '0.4', 99, '33.5', 1250, '499.9999']),
    commissionable: dice.chance(0.8),
  }));
  await api.call('POST', '/v2/transactions', {
    ...(dice.chance(0.9) ? { customer_key: dice.one(made.customers) } : {}),
    ...(dice.chance(0.8) ? { lines } : { amount: dice.int(0, 30_000), product_key: 'mug' }),
    ...(dice.chance(0.6) ? { country: dice.one(['GB', 'DE', 'Germany']) } : {}),
    ...(dice.chance(0.5) ? { metadata: { plan: dice.one(['pro', 'free']) } } : {}),
    // Now and then it happened earlier: a historical import, which makes no rewards.
    ...(dice.chance(0.06) ? { created_at: at - dice.int(1, 40) * DAY } : {}),
    currency: 'EUR',
  });
};

const refund = async ({ api, dice }: Playing): Promise<void> => {
  const sales = await everyItem(api, '/v2/transactions', Sales);
  if (sales.length === 0) return;
  const { key, lines, amount } = dice.one(sales);
  const line = dice.int(0, lines.length - 1);
  const named = { lines: [{ line, quantity: dice.int(1, lines[line]?.quantity ?? 1) }] };
  const body = dice.one([named, named, { amount: dice.int(1, Math.max(1, amount)) }, {}]);
  await unlessRefused(api.call('POST', `/v2/transactions/${key}/refunds`, body));
};

const act = async ({ api, dice, made }: Playing): Promise<void> => {
  const target = dice.chance(0.7)
    ? { target_type: 'customer', target_key: dice.one(made.customers) }
    : { target_type: 'partnership', target_key: dice.one(PARTNERS) };
  await api.call('POST', '/v2/actions', {
    ...target,
    type: dice.one(['demo', 'trial']),
    ...(dice.chance(0.6) ? { amount: dice.int(0, 9000), currency: 'EUR' } : {}),
  });
};

/** A decision of the merchant about any reward. */
const decide = async ({ api, dice }: Playing, month: string): Promise<void> => {
  const rewards = await everyItem(api, `/v2/rewards?period=${month}`, Rewards);
  if (rewards.length === 0) return;
  const { key, original_amount: amount } = dice.one(rewards);
  const decision = dice.one([
    { action: 'decline', note: 'no' },
    { action: 'hold', note: 'wait' },
    { action: 'hold', note: 'wait' },
    { action: 'release' },
    { action: 'approve' },
    { action: 'adjust', amount: dice.int(0, amount + 100), note: 'other' },
  ]);
  await unlessRefused(api.call('PATCH', `/v2/rewards/${key}`, decision));
};

const give = async ({ api, dice }: Playing): Promise<void> => {
  const gift = { partnership_key: dice.one(PARTNERS), amount: dice.int(1, 500), description: 'Thanks' };
  await unlessRefused(api.call('POST', '/v2/rewards', gift));
};

/** Something happens, and now and then the merchant looks at what has become of it. */
const happen = async (playing: Playing, month: string, at: number): Promise<void> => {
  const { api, dice, made } = playing;
  if (dice.chance(0.1)) made.customers.push(await signUp(api, dice, `customer-${made.customers.length}`));
  await sell(playing, at);
  if (dice.chance(0.3)) await refund(playing);
  if (dice.chance(0.3)) await act(playing);
  if (dice.chance(0.1)) await decide(playing, month);
  if (dice.chance(0.05)) await give(playing);
};

const mustAgree = async (api: ApiClient, when: string): Promise<void> => {
  const { summary, notes, found } = await runRecount(api, true);
  for (const line of (found ?? []).slice(0, 20)) say(line);
  if (found === undefined || found.length > 0) throw new Error(`${when}: ${found?.length ?? 0} differences.`);
  say(`${when}: ${summary}, every cell agrees${notes.length === 0 ? '' : ` (${notes.join(' ')})`}`);
};

const monthName = (at: number): string => new Date(at).toISOString().slice(0, 7);

const playMonth = async (playing: Playing, start: number): Promise<void> => {
  const { api, dice } = playing;
  const end = Date.UTC(new Date(start).getUTCFullYear(), new Date(start).getUTCMonth() + 1, 1);
  for (let sale = 0; sale < SALES_A_MONTH; sale++) {
    const at = Math.round(start + ((end - start - 2 * DAY) * sale) / SALES_A_MONTH);
    await moveClock(api, at, dice.chance(0.2));
    await happen(playing, monthName(start), at);
  }
  // A day later the month has ended in every time zone.
  await moveClock(api, end + DAY, true);
  await mustAgree(api, `${monthName(start)} in review`);
  for (let decisions = 0; decisions < 12; decisions++) await decide(playing, monthName(start));
  await mustAgree(api, `${monthName(start)} decided`);
  await moveClock(api, end + 9 * DAY, true);
  for (let decisions = 0; decisions < 4; decisions++) await decide(playing, monthName(start));
  await moveClock(api, end + 15 * DAY, true);
  await mustAgree(api, `${monthName(start)} paid out`);
};

const playOnce = async (folder: string, seed: number): Promise<void> => {
  const dice = new Dice(seeded(seed));
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const runtime = new ChildRuntime({ dataDir, clock: new Date(START).toISOString() });
  await runtime.start();
  const time_zone = dice.one(ZONES);
  const asked = { action: 'merchant.create', name: 'Invented', currency: 'EUR', time_zone };
  const { secret_key: key } = Merchant.parse(await invokeOperator(dataDir, asked));
  const api = new ApiClient(runtime.url, key);
  try {
    await setPaymentMethod(api);
    const made = await createProgram(api, dice);
    say(`seed ${seed}: ${time_zone}, ${made.described}`);
    let start = START + DAY;
    for (let month = 0; month < MONTHS; month++) {
      await playMonth({ api, dice, made }, start);
      // The payouts of a month lie in the middle of the next one.
      start = Date.UTC(2012, month + 1, 17);
    }
  } finally {
    api.close();
    await runtime.close();
  }
};

/**
 * Invents programs, sales, refunds, actions and decisions from seeds, and holds all that the product makes of them
 * against the recount, three times a month.
 * @param seeds how many, or from which to which (`3-5`).
 */
export const features = async (seeds = '5'): Promise<void> => {
  const [first, last] = seeds.includes('-') ? seeds.split('-').map(Number) : [1, Number(seeds)];
  for (let seed = first ?? 1; seed <= (last ?? 1); seed++) await inFolder((folder) => playOnce(folder, seed));
};
