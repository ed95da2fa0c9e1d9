import type { TriggerEvent } from '../../domain/events.ts';
import { acceptedAt, tierIn } from '../../domain/standing.ts';
import type { Configuration } from '../../domain/triggers.ts';
import type { Fact } from '../../table/facts.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { ProgramState } from './configuration.ts';

/** Whether a trigger waits for events of this type: only then must an earning answer the fact. */
export const isAwaited = ({ triggers }: Configuration, event: TriggerEvent, at: number): boolean =>
  triggers.some(
    (trigger) =>
      trigger.event === event &&
      trigger.active_from <= at &&
      (trigger.active_to === undefined || at < trigger.active_to),
  );

/** When and in which period a fact of the partnership counts that happens now. */
export const factTime = ({ program }: ProgramState, standing: Pick<Standing, 'sealed'>, now: number) =>
  acceptedAt(now, program.time_zone, standing.sealed);

/** A fact about a partnership as it stands. `counted` says whether an earning is to answer it. */
export const partnershipFact = (
  key: string,
  { program, configuration }: ProgramState,
  standing: Standing,
  { at, period }: { readonly at: number; readonly period: string },
  counted: boolean,
): Fact => {
  const tier = tierIn(configuration.ladder, standing, period);
  return {
    key,
    program: program.key,
    at,
    period,
    zone: program.time_zone,
    config: program.config,
    partnership: {
      key: standing.key,
      group: standing.group,
      tags: standing.tags,
      ...(tier === undefined ? {} : { tier }),
    },
    counted,
  };
};
