import type * as z from 'zod/mini';
import { arithmeticOf, explainRules } from '../../domain/explanations.ts';
import { evaluate, type Reward } from '../../domain/rewards.ts';
import type { Trigger } from '../../domain/triggers.ts';
import type { Context } from '../shared/api.ts';
import type { Explanation as ExplanationSchema } from '../shared/contracts/rewards.ts';
import { ruleView } from '../shared/rewards/explained.ts';
import { requireProgram, requireReward, showReward } from '../shared/rewards/read.ts';
import type { WholeReward } from '../shared/rewards/view.ts';
import type { RewardsDeps } from './deps.ts';

type Explanation = z.infer<typeof ExplanationSchema>;
const markView = (mark: WholeReward['marks'][number]): Explanation['marks'][number] => ({
  action: mark.action,
  at: mark.at,
  by: mark.by,
  note: mark.note ?? null,
  difference: mark.difference ?? null,
  into_period: mark.into ?? null,
});

/** The trigger as it was, and the reward that it makes for the first tier when the event is evaluated again. */
export const evaluatedAgain = async (deps: RewardsDeps, whole: WholeReward) => {
  const { source, reward } = whole;
  const configuration = await deps.configurations(source.program, source.config);
  const { happening } = source;
  const made = happening === undefined ? [] : evaluate(configuration, happening).first;
  const first: Reward | undefined = made.find(({ trigger }) => trigger === reward.trigger);
  const trigger: Trigger | undefined = configuration.triggers.find(({ key }) => key === reward.trigger);
  const rules = trigger === undefined || happening === undefined ? [] : explainRules(configuration, trigger, happening);
  return { configuration, first, trigger, rules };
};

/**
 * Why there is a reward and how it came to its amount. Nothing of it is stored: the event and its configuration never
 * change, so that evaluating it again gives the reasons. Of many lines the rules of the first ones are told.
 * @throws Failure `not_found`.
 */
export const explainReward =
  (deps: RewardsDeps) =>
  async (context: Context, key: string): Promise<Explanation> => {
    const program = await requireProgram(deps, context.program);
    const { own } = await requireReward(deps, context.program, key);
    const { configuration, first, trigger, rules } = await evaluatedAgain(deps, own);
    const { reward, source, marks, clawbacks } = own;
    const { partnership, happening: event } = source;
    return {
      reward: await showReward(deps, program, own),
      trigger: trigger === undefined ? null : { key: trigger.key, name: trigger.name, version: trigger.version },
      rules: rules.map(ruleView),
      partnership: {
        group_key: partnership.group,
        tags: [...partnership.tags],
        tier_key: partnership.tier ?? null,
        recruited_by: partnership.recruiter ?? null,
      },
      base: { amount: reward.base, lines: reward.lines === undefined ? null : [...reward.lines] },
      arithmetic: [
        ...arithmeticOf(configuration, { reward, first, event, marks, clawbacks, currency: program.currency }),
      ],
      clawbacks: clawbacks.map((one) => ({
        event_key: one.event,
        at: one.at,
        period: one.period,
        amount: one.amount,
      })),
      marks: marks.map(markView),
      note: source.grant?.note ?? source.reassignment?.note ?? null,
    };
  };
