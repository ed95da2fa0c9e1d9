import { testEventRoutes } from '../../../functions/sales/test-events.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { Caller } from '../../../functions/shared/auth.ts';
import { openClickIds } from '../../../functions/shared/click-ids.ts';
import { addLink, type Link } from '../../../table/links.ts';
import { profileItem } from '../../../table/partnerships.ts';
import type { Program } from '../../../table/programs.ts';
import { configuration, NOW, openSetting, PROGRAM, standing, trigger } from '../../support/setting.ts';
import { MovableClock } from '../shared/fakes/clock.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';

const LINK = 'link_0000000000aaaaaaaaaaaaaaaa';

const link = (changes: Partial<Link> = {}): Link => ({
  ...{ key: LINK, program: PROGRAM, partnership: 'part_a', host: '-', slug: 'anna', group: 'grp_main' },
  ...{ destination: 'https://shop.example/?a=1', utm: { utm_source: 'anna' }, landing: { rev: 1, counts: true } },
  ...{ active: true, archived: false, deleted: false, window_days: 90, created_at: 0, updated_at: 0, rev: 1 },
  ...changes,
});

const open = async (settings: Partial<Program> = {}, changes: Partial<Link> = {}) => {
  const big = { field: 'amount', op: 'gte', value: 5_000 } as const;
  const { store, deps, evaluate, addStanding, put } = openSetting(
    configuration({ triggers: [trigger(), trigger({ key: 'trg_big', name: 'Large sales', rules: big })] }),
    settings,
  );
  addStanding(standing('part_a', { recruiter: 'part_r' }));
  addStanding(standing('part_r'));
  addStanding(standing('part_gone', { status: 'inactive' }));
  for (const [key, partner_key] of [
    ['part_a', 'anna'],
    ['part_r', 'rob'],
  ] as const) {
    const email = `${partner_key}@partners.example`;
    put(profileItem({ key, program: PROGRAM, partner_key, email, created_at: 0, updated_at: 0, rev: 1 }));
  }
  await store.write(addLink(link(changes)));
  const clickIds = openClickIds('secret of the test');
  const clock = new MovableClock(new Date(NOW).toISOString());
  let scopes: Caller['scopes'] = 'all';
  const caller = (): Caller => ({
    ...{ kind: 'key', program: PROGRAM, mode: 'test', identity: 'test', actor: 'key_test', scopes },
  });
  const edge = {
    clock,
    log: new KeptLog(),
    access: {
      authenticators: [async () => caller()],
      limiter: async () => ({ limit: 600, remaining: 599, reset: 60 }),
      idempotency: async (_: unknown, attempt: () => Promise<{ status: number; body: string }>) => ({
        ...(await attempt()),
        replayed: false,
      }),
    },
  };
  const own = { ...deps, clickIds: async () => clickIds, clicksOf: async (text: string) => clickIds.read(text) };
  const handle = serve(edge, testEventRoutes(own));
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await handle(httpEvent({ method, path, query: '', body }));
    return JSON.parse(answer.body ?? '');
  };
  return {
    ...{ store, evaluate, clock },
    call,
    send: (body: unknown) => call('POST', '/v2/test-events', body),
    show: async (key: string) => (await call('GET', `/v2/test-events/${key}`)).data,
    as: (given: Caller['scopes']): void => {
      scopes = given;
    },
    /** Delivers what was announced last of a kind. */
    deliver: async (type: string) => {
      const found = [...store.items.values()].filter((item) => item['announces'] === type).at(-1);
      const lines = found?.['lines'];
      const plain = lines instanceof Uint8Array ? { lines: Buffer.from(lines).toString('base64') } : {};
      await evaluate(type, { ...found, ...plain });
    },
  };
};

type Setting = Awaited<ReturnType<typeof open>>;

const statesOf = (event: { steps: readonly { step: string; state: string; reason: string | null }[] }) =>
  event.steps.map(({ step, state, reason }) => [step, state, reason]);

/** A click, a sign-up and a transaction, each after the one before. */
const chain = async ({ send }: Setting, amount: number) => {
  const click = (await send({ type: 'click', link_key: LINK })).data;
  const signUp = (await send({ type: 'sign_up', after: click.key })).data;
  const sale = (await send({ type: 'transaction', after: signUp.key, amount })).data;
  return { click, signUp, sale };
};

describe('A chain of test events', () => {
  it('goes from the click to the customer that is bound by it', async () => {
    const setting = await open();
    const { click, signUp } = await chain(setting, 1_000);
    expect(click).toMatchObject({ type: 'click', settled: true, after: null, customer_key: null });
    expect(click.url).toBe(`https://shop.example/?a=1&utm_source=anna&fs_click=${click.click_id}`);
    expect(statesOf(click)).toEqual([
      ['click_recorded', 'done', null],
      ['counted', 'done', null],
    ]);
    const counters = [...setting.store.items.values()].filter(({ pk }) => pk.startsWith(`STAT#${PROGRAM}#link#`));
    expect(counters).toMatchObject([{ clicks: 1 }]);
    expect(signUp).toMatchObject({
      ...{ after: click.key, customer_key: `test_${signUp.key}`, triggers: [], rewards: [] },
      attribution: { partnership_key: 'part_a', partner_key: 'anna', reason: 'click', link_key: LINK },
    });
    expect(statesOf(signUp).slice(0, 3)).toEqual([
      ['customer_created', 'done', null],
      ['attributed', 'done', 'click'],
      ['evaluated', 'done', 'nobody_waits'],
    ]);
  });

  it('tells which trigger rewards a transaction, which does not, and why; first it waits', async () => {
    const setting = await open();
    const { sale } = await chain(setting, 1_000);
    expect(sale.settled).toBe(false);
    expect(statesOf(sale)).toContainEqual(['evaluated', 'waiting', null]);
    await setting.deliver('transaction.accepted');
    const now = await setting.show(sale.key);
    expect(now).toMatchObject({
      triggers: [
        { trigger_key: 'trg_5percent', rewarded: true, turned_away: null },
        { trigger_key: 'trg_big', rewarded: false, turned_away: 'rules', rules: [{ actual: 1_000, held: false }] },
      ],
      rewards: [
        { partner_key: 'anna', level: 1, amount: 50 },
        { partner_key: 'rob', level: 2, amount: 5 },
      ],
    });
    expect(now.rewards[0].arithmetic).toContain('5 % of 10.00 GBP is 0.50 GBP, rounded half up.');
    expect(statesOf(now)).toContainEqual(['evaluated', 'done', 'rewarded']);
  });

  it('takes back with a refund what the transaction gave', async () => {
    const setting = await open();
    const { sale } = await chain(setting, 1_000);
    await setting.deliver('transaction.accepted');
    const { data: refund } = await setting.send({ type: 'refund', after: sale.key, amount: 500 });
    expect(statesOf(refund)).toContainEqual(['evaluated', 'waiting', null]);
    await setting.deliver('refund.accepted');
    const now = await setting.show(refund.key);
    expect(now).toMatchObject({ transaction_key: sale.transaction_key, customer_key: sale.customer_key });
    expect(now.clawbacks.map((one: { amount: number }) => one.amount)).toEqual([25, 3]);
  });
});

describe('A test event', () => {
  it('explains that nobody is credited, and what was passed over', async () => {
    const { send } = await open({}, { partnership: 'part_gone' });
    const { data: click } = await send({ type: 'click', link_key: LINK });
    const { data: signUp } = await send({ type: 'sign_up', after: click.key });
    expect(signUp).toMatchObject({
      ...{ attribution: null, settled: true },
      passed_over: [{ partnership_key: 'part_gone', reason: 'click', because: 'inactive' }],
    });
    expect(statesOf(signUp)).toEqual([
      ['customer_created', 'done', null],
      ['attributed', 'failed', 'nobody'],
      ['evaluated', 'done', 'without_partnership'],
      ['counted', 'done', 'without_partnership'],
    ]);
    const { data: sale } = await send({ type: 'transaction', after: signUp.key, amount: 100 });
    expect(statesOf(sale)).toContainEqual(['credited', 'failed', 'without_partnership']);
  });

  it('sets a click on an archived link apart, without a click id', async () => {
    const { send, store } = await open({}, { archived: true });
    const { data: click } = await send({ type: 'click', link_key: LINK });
    expect(click).toMatchObject({ click_id: null, url: 'https://shop.example/?a=1&utm_source=anna' });
    expect(statesOf(click)).toContainEqual(['click_recorded', 'done', 'inactive']);
    const counters = [...store.items.values()].filter(({ pk }) => pk.startsWith(`STAT#${PROGRAM}#link#`));
    expect(counters).toMatchObject([{ apart_inactive: 1 }]);
  });

  it('is refused by a live program, and nothing is stored', async () => {
    const { send, store } = await open({ mode: 'live' });
    const before = store.items.size;
    for (const body of [
      { type: 'click', link_key: LINK },
      { type: 'sign_up', partner_key: 'anna' },
    ]) {
      expect(await send(body)).toMatchObject({ status: 409, error: { reason: 'live_program' } });
    }
    expect(store.items.size).toBe(before);
  });

  it('is refused without what it follows, and to those who may not read rewards', async () => {
    const { send, as } = await open();
    const missing = { status: 422, error: { reason: 'after_missing' } };
    expect(await send({ type: 'transaction', amount: 100 })).toMatchObject(missing);
    expect(await send({ type: 'refund' })).toMatchObject(missing);
    expect(await send({ type: 'click', link_key: 'link_none' })).toMatchObject({ status: 404 });
    expect(await send({ type: 'sign_up', after: 'tev_none' })).toMatchObject({
      status: 404,
      error: { param: 'after' },
    });
    as(['sales:write']);
    expect(await send({ type: 'click', link_key: LINK })).toMatchObject({ status: 403 });
  });

  it('is forgotten after thirty days', async () => {
    const { send, call, clock } = await open();
    const { data } = await send({ type: 'click', link_key: LINK });
    clock.pass(30 * 86_400_000);
    expect(await call('GET', `/v2/test-events/${data.key}`)).toMatchObject({ status: 404 });
  });
});
