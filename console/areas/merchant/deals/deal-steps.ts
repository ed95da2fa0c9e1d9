import type { Deal, GroupDealSettings, Patchs } from '../../../api/operations.ts';

/** What can be decided about a deal. */
export type DealStep = 'accept' | 'reject' | 'stage' | 'won' | 'lost' | 'assign';

export interface DealValues {
  readonly reason: string;
  readonly amount: number | undefined;
  readonly stage: string;
  readonly partner: string;
}

/** Whether the merchant may move deals of the group. */
const movable = (settings: GroupDealSettings | undefined): boolean => settings?.moved_by !== 'partner';

/** What is possible for a deal as it is; the first is what is most likely meant. */
export const dealStepsOf = (
  { status, archived, to_confirm }: Pick<Deal, 'status' | 'archived' | 'to_confirm'>,
  settings: GroupDealSettings | undefined,
): readonly DealStep[] => {
  if (archived) return [];
  switch (status) {
    case 'registered':
      return ['accept', 'reject', 'assign'];
    case 'accepted':
      // A move that waits is answered first.
      return movable(settings) && to_confirm === null ? ['won', 'stage', 'lost', 'assign'] : ['assign'];
    case 'rejected':
    case 'won':
    case 'lost':
    case 'withdrawn':
      return [];
  }
};

/** The stages that a deal can be moved to without ending it. */
export const openStages = (deal: Pick<Deal, 'stage_key'>, settings: GroupDealSettings | undefined) =>
  (settings?.stages ?? []).filter(({ final, key }) => final === null && key !== deal.stage_key);

/** The stages that end a deal in this way. */
export const finalStages = (final: 'won' | 'lost', settings: GroupDealSettings | undefined) =>
  (settings?.stages ?? []).filter((stage) => stage.final === final);

type Body = Patchs['/v2/deals/{deal}']['body'];

const given = (name: 'reason' | 'lost_reason', text: string): Body =>
  text.trim() === '' ? {} : { [name]: text.trim() };

/** The request of a step. */
export const dealBody = (step: DealStep, { reason, amount, stage, partner }: DealValues): Body => {
  switch (step) {
    case 'accept':
      return { status: 'accepted' };
    case 'reject':
      return { status: 'rejected', ...given('reason', reason) };
    case 'stage':
      return { stage };
    case 'won':
      return { ...(stage === '' ? { status: 'won' } : { stage }), ...(amount === undefined ? {} : { amount }) };
    case 'lost':
      return { ...(stage === '' ? { status: 'lost' } : { stage }), ...given('lost_reason', reason) };
    case 'assign':
      return { partnership_key: partner, ...given('reason', reason) };
  }
};
