import { conflict } from '../../domain/errors.ts';
import { GUIDE_STEPS, type GuideStep, guideStep, isByHand, type SeenStep, type Tick } from '../../domain/guide.ts';
import { type GuideTick, getGuideTick, guideTicks, putGuideTick } from '../../table/guide-ticks.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf } from '../shared/contract.ts';
import { getGuide, tickGuideStep } from '../shared/contracts/guide.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { MerchantDeps } from './deps.ts';
import { sightsOf } from './sights.ts';

type View = DataOf<typeof tickGuideStep>;

const view = ({ key, number, done, by_hand, checks, tick }: SeenStep): View => ({
  ...{ key, number, state: done ? 'done' : 'open', by_hand },
  checks: checks.map(({ key: name, sight }) => ({
    ...{ key: name, done: sight !== undefined },
    ...{ at: sight?.at ?? null, subject_key: sight?.key ?? null, count: sight?.count ?? null },
  })),
  ticked: tick === undefined ? null : { at: tick.at, by: tick.by },
});

const standing = (tick: GuideTick | undefined): Tick | undefined =>
  tick?.done === true ? { at: tick.at, by: tick.by } : undefined;

const show = async ({ store }: MerchantDeps, program: string): Promise<DataOf<typeof getGuide>> => {
  const [sights, ticks] = await Promise.all([sightsOf(store, program), guideTicks(store, program)]);
  const steps = GUIDE_STEPS.map((step) => guideStep(step, sights, standing(ticks.get(step))));
  return { done: steps.filter(({ done }) => done).length, total: steps.length, steps: steps.map(view) };
};

/** @throws Failure `conflict` (`checked_by_product`) for a step that nobody needs to judge. */
const tick = (deps: MerchantDeps, context: Context, key: GuideStep, done: boolean): Promise<View> => {
  if (!isByHand(key)) {
    throw conflict('The product sees by itself whether this step is done.', 'step', 'checked_by_product');
  }
  return untilUncontended(['tick_changed'], deps.chance, async () => {
    const { program, now, caller } = context;
    const before = await getGuideTick(deps.store, program, key);
    // Saying it again changes nothing: who said it first stays.
    if ((before?.done ?? false) === done) return view(guideStep(key, {}, standing(before)));
    const after = { key, program, done, at: now, by: caller.actor };
    await deps.store.write(putGuideTick(before, after));
    return view(guideStep(key, {}, done ? { at: now, by: caller.actor } : undefined));
  });
};

/** The set-up guide. */
export const guideRoutes = (deps: MerchantDeps): readonly Route[] => [
  route(getGuide, ({ program }) => show(deps, program)),
  route(tickGuideStep, (context, { params, body }) => tick(deps, context, params.step, body.done)),
];
