import { DEFAULT_DEAL_SETTINGS, type DealSettings } from '../../domain/deals.ts';
import { notFound } from '../../domain/errors.ts';
import { type Group, groups } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';

/** How the deals of a group go, as the merchant has set it or as every group begins. */
export const dealSettingsOf = (group: Group): DealSettings => group.deal_settings ?? DEFAULT_DEAL_SETTINGS;

/** @throws Failure `not_found` when the program has no such group. */
export const requireGroup = async (store: Store, program: string, key: string, param = 'group'): Promise<Group> => {
  const group = await groups.get(store, program, key);
  if (group === undefined) throw notFound('group', param);
  return group;
};
