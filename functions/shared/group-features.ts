import { isOnAtFirst } from '../../domain/forms.ts';
import { allows } from '../../domain/plans.ts';
import type { Group } from '../../table/definitions.ts';
import { formHeadKey, readFormHead } from '../../table/forms.ts';
import { planOf } from '../../table/plans.ts';
import type { Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { wholeItems } from './paging.ts';

/** What is on in a group, in PartnerStack's words. */
export interface GroupFeatures {
  readonly application_enabled: boolean;
  readonly leads_enabled: boolean;
  readonly deals_enabled: boolean;
  readonly disable_link_create: boolean;
}

const FORMS = [
  ['application', 'applications'],
  ['lead', 'leads'],
  ['deal', 'deals'],
] as const;

/** What is on in these groups, each under its key: the forms of all of them are read together. */
export const featuresOf = async (
  store: Store,
  program: Pick<Program, 'key' | 'plan'>,
  found: readonly Group[],
): Promise<ReadonlyMap<string, GroupFeatures>> => {
  const names = found.flatMap((group) =>
    FORMS.map(([kind]) => ({ program: program.key, group: group.key, kind }) as const),
  );
  const [plan, heads] = await Promise.all([planOf(store, program), wholeItems(store, names.map(formHeadKey))]);
  const isOn = (place: number): boolean => {
    const form = FORMS[place % FORMS.length];
    const head = heads[place];
    if (form === undefined || !allows(plan, form[1])) return false;
    return head === undefined ? isOnAtFirst(form[0]) : readFormHead(head).enabled;
  };
  return new Map(
    found.map((group, index) => {
      const first = index * FORMS.length;
      const features = {
        ...{ application_enabled: isOn(first), leads_enabled: isOn(first + 1), deals_enabled: isOn(first + 2) },
        disable_link_create: group.custom_links === false,
      };
      return [group.key, features];
    }),
  );
};
