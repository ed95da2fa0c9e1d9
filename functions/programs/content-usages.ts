import { namesInTarget } from '../../domain/targets.ts';
import { creatives } from '../../table/creatives.ts';
import type { Store } from '../../table/store.ts';
import type { Usage } from './usages.ts';

/** What is shown to partners and names a group or segment as its target; what is archived is shown to nobody. */
export interface ContentUsage extends Usage {
  readonly type: 'creative';
  readonly name: string;
}

/** What of a program's promo material is for a group or segment. */
export const contentUsagesOf = async (
  store: Store,
  program: string,
  field: 'group' | 'segment',
  key: string,
): Promise<readonly ContentUsage[]> =>
  (await creatives.all(store, program))
    .filter(({ archived, target }) => !archived && namesInTarget(target, field, key))
    .map((creative) => ({ type: 'creative', key: creative.key, name: creative.name, in_rules: false }));
