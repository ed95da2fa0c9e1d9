import { type DealSettings, dealSettingsProblem } from '../../domain/deals.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { dealSettingsOf, requireGroup } from '../shared/deal-settings.ts';
import { invalidFields } from '../shared/problems.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { LeadsDeps } from './deps.ts';

/** The settings of a group as the API shows them. */
export const settingsView = (group: Group) => {
  const { stages, moved_by, confirmation, closing_amount } = dealSettingsOf(group);
  return { group_key: group.key, stages: [...stages], moved_by, confirmation, closing_amount };
};

/**
 * Sets how the deals of a group go; undefined starts again with what every group begins with.
 * @throws Failure `not_found` (group), `unprocessable` for stages that contradict each other, `busy`.
 */
export const setDealSettings =
  (deps: LeadsDeps) =>
  (program: string, key: string, settings: DealSettings | undefined): Promise<Group> => {
    const problem = settings === undefined ? undefined : dealSettingsProblem(settings);
    if (problem !== undefined) throw invalidFields([problem]);
    return untilUncontended(['definition_changed'], deps.chance, async () => {
      const before = await requireGroup(deps.store, program, key);
      const after: Group = { ...before, deal_settings: settings, updated_at: deps.clock.now() };
      await deps.store.transact(groups.change(before, after));
      return after;
    });
  };
