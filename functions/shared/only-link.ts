import { Failure } from '../../domain/errors.ts';
import { groups } from '../../table/definitions.ts';
import { firstLinkKey } from '../../table/keys.ts';
import { linksOf } from '../../table/links.ts';
import type { Standing } from '../../table/partnerships.ts';
import { absent, ConditionFailed } from '../../table/store.ts';
import { addNewLink, type NewLinkDeps } from './new-links.ts';

/**
 * Where partners make no links themselves, each has exactly one. It is made with the partnership, or when the partner
 * first looks for it: the group may have been another one then, or had no address.
 */
export const giveOnlyLink = async (
  deps: NewLinkDeps,
  context: { readonly program: string; readonly now: number },
  standing: Standing,
): Promise<void> => {
  const group = await groups.get(deps.store, context.program, standing.group);
  if (group?.custom_links !== false || group.referral_links === false) return;
  if ((await linksOf(deps.store, standing.key, 1)).length > 0) return;
  const guard = {
    kind: 'put',
    item: { ...firstLinkKey(standing.key) },
    condition: absent('first_link_exists'),
  } as const;
  try {
    await addNewLink(deps, context, { ...NOTHING_CHOSEN, partnership_key: standing.key }, [guard]);
  } catch (error) {
    // Without an address of group or program there is no link yet; and another request may have made it.
    if (error instanceof Failure && error.details.reason === 'destination_missing') return;
    if (!(error instanceof ConditionFailed && error.condition === 'first_link_exists')) throw error;
  }
};

const NOTHING_CHOSEN = {
  slug: undefined,
  host: undefined,
  destination_url: undefined,
  name: undefined,
  utm: undefined,
  preview: undefined,
};
