import { arithmeticOf, explainRules } from '../../domain/explanations.ts';
import { evaluate, type Happening, judge } from '../../domain/rewards.ts';
import type { TestStep, TestStepState } from '../../domain/test-events.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { type Customer, getCustomer, readCustomer } from '../../table/customers.ts';
import { earningsAt } from '../../table/earnings.ts';
import { type Fact, readFact } from '../../table/facts.ts';
import { customerKey, markerKey, refundKey, saleKey } from '../../table/keys.ts';
import { type ConfigurationCache, getProgram } from '../../table/programs.ts';
import type { Item, Store } from '../../table/store.ts';
import type { TestEvent } from '../../table/test-events.ts';
import { type Refund, readRefund, readSale } from '../../table/transactions.ts';
import { profilesOf } from '../shared/billing-views.ts';
import type { DataOf } from '../shared/contract.ts';
import type { getTestEvent } from '../shared/contracts/test-events.ts';
import { eventsOfItems, type RewardEvent } from '../shared/rewards/events.ts';
import { ruleView } from '../shared/rewards/explained.ts';
import { rewardsOfEvent } from '../shared/rewards/read.ts';
import type { WholeReward } from '../shared/rewards/view.ts';

interface StoryDeps {
  readonly store: Store;
  readonly configurations: ConfigurationCache;
}

type View = DataOf<typeof getTestEvent>;
type Step = View['steps'][number];

const step = (name: TestStep, state: TestStepState, explanation: string, reason?: string): Step => ({
  ...{ step: name, state, reason: reason ?? null, explanation },
});

/** What steps and lists of a story are made of. */
interface Story {
  readonly steps: readonly Step[];
  readonly triggers: View['triggers'];
  readonly rewards: View['rewards'];
  readonly clawbacks: View['clawbacks'];
  readonly transaction_key: string | null;
  readonly refund_key: string | null;
}

const EMPTY: Story = {
  ...{ steps: [], triggers: [], rewards: [], clawbacks: [], transaction_key: null, refund_key: null },
};

/** A fact that counts for somebody is evaluated when the earning that answers it is stored. */
const isEvaluated = async (
  store: Store,
  fact: { readonly key: string; readonly period: string; readonly partnership: string },
): Promise<boolean> => {
  const { key: event, period, partnership } = fact;
  const [earning] = await earningsAt(store, [{ partnership, period, event }]);
  return earning !== undefined;
};

const countedStep = async (store: Store, event: string, partnership: string | undefined): Promise<Step> => {
  if (partnership === undefined) {
    return step('counted', 'done', 'Figures count what partnerships bring: this is in none.', 'without_partnership');
  }
  const counted = (await store.get(markerKey(event))) !== undefined;
  return counted
    ? step('counted', 'done', 'It is in the figures of the program.')
    : step('counted', 'waiting', 'It will be in the figures within seconds.');
};

const triggersOf = (configuration: Configuration, event: Happening): View['triggers'] => {
  const { first } = evaluate(configuration, event);
  return configuration.triggers
    .filter(
      (trigger) =>
        trigger.event === event.type &&
        trigger.active_from <= event.at &&
        (trigger.active_to === undefined || event.at < trigger.active_to),
    )
    .map((trigger) => {
      const judged = judge(configuration, trigger, event);
      const rewarded = first.some((reward) => reward.trigger === trigger.key);
      const turned_away = rewarded ? null : typeof judged === 'string' ? judged : ('outdone' as const);
      const rules = explainRules(configuration, trigger, event).map(ruleView);
      return { trigger_key: trigger.key, name: trigger.name, rewarded, turned_away, rules };
    });
};

const rewardsView = (
  configuration: Configuration,
  event: Happening,
  rewards: readonly WholeReward[],
  currency: string,
): View['rewards'] => {
  const { first } = evaluate(configuration, event);
  return rewards.map(({ key, owner, reward, marks, clawbacks }) => ({
    ...{ reward_key: key, trigger_key: reward.trigger, partnership_key: owner, partner_key: null },
    ...{ level: reward.level, amount: reward.amount },
    arithmetic: [
      ...arithmeticOf(configuration, {
        ...{ reward, event, marks, clawbacks, currency },
        first: first.find((one) => one.trigger === reward.trigger),
      }),
    ],
  }));
};

const NOBODY = 'It counts for no partnership, so that nobody is rewarded.';

/** What evaluation made of a sign-up or a transaction. */
const evaluated = async (
  deps: StoryDeps,
  event: RewardEvent | undefined,
  partnership: string | undefined,
  currency: string,
): Promise<Pick<Story, 'steps' | 'triggers' | 'rewards'>> => {
  const nothing = { triggers: [], rewards: [] };
  if (partnership === undefined) {
    return { ...nothing, steps: [step('evaluated', 'done', NOBODY, 'without_partnership')] };
  }
  if (event?.happening === undefined) {
    return { ...nothing, steps: [step('evaluated', 'done', 'No trigger waits for such an event.', 'nobody_waits')] };
  }
  const configuration = await deps.configurations(event.program, event.config);
  const triggers = triggersOf(configuration, event.happening);
  if (!(await isEvaluated(deps.store, { ...event, partnership }))) {
    return { ...nothing, triggers, steps: [step('evaluated', 'waiting', 'The triggers are being evaluated.')] };
  }
  const found = await rewardsOfEvent(deps, event);
  const rewards = rewardsView(configuration, event.happening, found, currency);
  const told =
    rewards.length === 0
      ? step('evaluated', 'done', 'No trigger applies, so that nobody is rewarded.', 'no_trigger_applies')
      : step('evaluated', 'done', `Rewards were made: ${rewards.length}.`, 'rewarded');
  return { triggers, rewards, steps: [told] };
};

const attributedStep = (customer: Customer): Step => {
  const { attribution } = customer;
  return attribution === undefined
    ? step('attributed', 'failed', 'Nothing led to a partnership: the customer belongs to nobody.', 'nobody')
    : step('attributed', 'done', `The customer is bound to ${attribution.partnership}.`, attribution.reason);
};

const creditedStep = (partnership: string | undefined): Step =>
  partnership === undefined
    ? step('credited', 'failed', 'The customer belongs to no partnership that can earn now.', 'without_partnership')
    : step('credited', 'done', `It counts for ${partnership}.`);

const clickStory = ({ click }: TestEvent): Story => {
  if (click === undefined) throw new Error('A test click has no click.');
  const recorded =
    click.click_id === undefined
      ? step('click_recorded', 'done', 'It is set apart: the link or its partnership is not active.', 'inactive')
      : step('click_recorded', 'done', `The click on ${click.link} was recorded for ${click.partnership}.`);
  return { ...EMPTY, steps: [recorded, step('counted', 'done', 'It is in the figures of the program.')] };
};

const signUpStory = async (deps: StoryDeps, item: Item, currency: string): Promise<Story> => {
  const customer = readCustomer(item);
  const fact: Fact = readFact(item);
  const [event] = await eventsOfItems(deps, [item]);
  const partnership = fact.partnership?.key;
  const { steps, ...made } = await evaluated(deps, event, partnership, currency);
  const created = step('customer_created', 'done', `The customer ${customer.customer_key} was created.`);
  const counted = await countedStep(deps.store, fact.key, partnership);
  return { ...EMPTY, ...made, steps: [created, attributedStep(customer), ...steps, counted] };
};

const transactionStory = async (deps: StoryDeps, item: Item): Promise<Story> => {
  const sale = readSale(item);
  const [event] = await eventsOfItems(deps, [item]);
  const partnership = sale.partnership?.key;
  const { steps, ...made } = await evaluated(deps, event, partnership, sale.currency);
  const accepted = step('transaction_accepted', 'done', `The transaction ${sale.external_key} was accepted.`);
  const counted = await countedStep(deps.store, sale.key, partnership);
  return {
    ...{ ...EMPTY, ...made, transaction_key: sale.key },
    steps: [accepted, creditedStep(partnership), ...steps, counted],
  };
};

const refundEvaluated = async (
  deps: StoryDeps,
  refund: Refund,
  sale: Item,
): Promise<Pick<Story, 'steps' | 'clawbacks'>> => {
  const partnership = refund.partnership?.key;
  if (partnership === undefined) {
    return { clawbacks: [], steps: [step('evaluated', 'done', NOBODY, 'without_partnership')] };
  }
  if (!(await isEvaluated(deps.store, { ...refund, partnership }))) {
    return { clawbacks: [], steps: [step('evaluated', 'waiting', 'What it takes back is being worked out.')] };
  }
  const [event] = await eventsOfItems(deps, [sale]);
  const rewards = event === undefined ? [] : await rewardsOfEvent(deps, event);
  const clawbacks = rewards.flatMap(({ key, owner, clawbacks: all }) =>
    all
      .filter((clawback) => clawback.event === refund.key)
      .map(({ amount }) => ({ reward_key: key, partnership_key: owner, amount })),
  );
  const told =
    clawbacks.length === 0
      ? step('evaluated', 'done', 'There was no reward to take back.', 'nothing_to_take_back')
      : step('evaluated', 'done', `Rewards were taken back in part or whole: ${clawbacks.length}.`, 'taken_back');
  return { clawbacks, steps: [told] };
};

const refundStory = async (deps: StoryDeps, item: Item, sale: Item): Promise<Story> => {
  const refund = readRefund(item);
  const partnership = refund.partnership?.key;
  const { steps, clawbacks } = await refundEvaluated(deps, refund, sale);
  const accepted = step('refund_accepted', 'done', `The refund ${refund.external_key} was accepted.`);
  const counted = await countedStep(deps.store, refund.key, partnership);
  return {
    ...{ ...EMPTY, clawbacks, transaction_key: refund.transaction_key, refund_key: refund.key },
    steps: [accepted, creditedStep(partnership), ...steps, counted],
  };
};

const storyOf = async (deps: StoryDeps, event: TestEvent): Promise<Story> => {
  const { program, customer = '', transaction = '', refund = '' } = event;
  const read = async (key: Parameters<Store['get']>[0]): Promise<Item> => {
    const item = await deps.store.get(key);
    if (item === undefined) throw new Error('What a test event has made is gone.');
    return item;
  };
  switch (event.type) {
    case 'click':
      return clickStory(event);
    case 'sign_up': {
      const head = await getProgram(deps.store, program);
      return signUpStory(deps, await read(customerKey(program, customer)), head?.currency ?? '');
    }
    case 'transaction':
      return transactionStory(deps, await read(saleKey(program, transaction)));
    case 'refund':
      return refundStory(deps, await read(refundKey(program, refund)), await read(saleKey(program, transaction)));
  }
};

/** A test event with what has come of it so far; nothing of it is stored, so that it is always as it is now. */
export const tellTestEvent = async (deps: StoryDeps, event: TestEvent): Promise<View> => {
  const { program, click, customer: name } = event;
  const [story, customer] = await Promise.all([
    storyOf(deps, event),
    name === undefined ? undefined : getCustomer(deps.store, program, name),
  ]);
  const bound = customer?.attribution;
  const owners = [...story.rewards.map((reward) => reward.partnership_key), ...(bound ? [bound.partnership] : [])];
  const profiles = await profilesOf(deps.store, owners);
  const partnerKey = (partnership: string): string | null => profiles.get(partnership)?.partner_key ?? null;
  const { key, created_at, type, after, passed_over } = event;
  return {
    ...{ key, created_at, updated_at: created_at, type, after: after ?? null },
    settled: story.steps.every(({ state }) => state !== 'waiting'),
    ...{ click_id: click?.click_id ?? null, url: click?.url ?? null, customer_key: name ?? null },
    ...{ transaction_key: story.transaction_key, refund_key: story.refund_key, steps: [...story.steps] },
    attribution:
      bound === undefined
        ? null
        : {
            ...{ partnership_key: bound.partnership, partner_key: partnerKey(bound.partnership) },
            ...{ reason: bound.reason, link_key: bound.link ?? null },
          },
    passed_over: passed_over.map(({ partnership, ...why }) => ({ partnership_key: partnership, ...why })),
    triggers: story.triggers,
    rewards: story.rewards.map((reward) => ({ ...reward, partner_key: partnerKey(reward.partnership_key) })),
    clawbacks: story.clawbacks,
  };
};
