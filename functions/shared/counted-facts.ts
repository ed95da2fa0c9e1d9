import type { EventType } from '../../domain/events.ts';
import { capRest, capsAfter, evaluate } from '../../domain/rewards.ts';
import { countFact } from '../../domain/standing.ts';
import { type Fact, happeningOfFact } from '../../table/facts.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Situation } from './situation.ts';

/**
 * A fact that no measure counts, as the standing counts it: an earning will answer it, and monthly caps are reserved in
 * the order of acceptance.
 */
export const countedFact = (
  situation: Pick<Situation, 'configuration'>,
  standing: Standing,
  event: EventType,
  fact: Fact,
): { readonly fact: Fact; readonly standing: Standing } => {
  const { configuration } = situation;
  const used = standing.months[fact.period]?.caps;
  const rest = capRest(configuration, used);
  const counted: Fact = { ...fact, counted: true, ...(rest === undefined ? {} : { cap_rest: { ...rest } }) };
  const happening = happeningOfFact(event, counted);
  const caps =
    rest === undefined || happening === undefined
      ? undefined
      : capsAfter(rest, used, evaluate(configuration, happening).first);
  return { fact: counted, standing: countFact(standing, fact.period, caps) };
};
