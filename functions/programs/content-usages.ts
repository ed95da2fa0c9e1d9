import { namesInTarget } from '../../domain/targets.ts';
import { creatives } from '../../table/creatives.ts';
import { portalPages } from '../../table/portal-pages.ts';
import type { Store } from '../../table/store.ts';
import type { Usage } from './usages.ts';

/** What is shown to partners and names a group or segment as its target; what is archived is shown to nobody. */
export interface ContentUsage extends Usage {
  readonly type: 'creative' | 'page';
  readonly name: string;
}

/** What of a program's promo material and pages is for a group or segment. */
export const contentUsagesOf = async (
  store: Store,
  program: string,
  field: 'group' | 'segment',
  key: string,
): Promise<readonly ContentUsage[]> => {
  const [material, pages] = await Promise.all([creatives.all(store, program), portalPages.all(store, program)]);
  return [
    ...material
      .filter(({ archived, target }) => !archived && namesInTarget(target, field, key))
      .map((creative) => ({ type: 'creative', key: creative.key, name: creative.name, in_rules: false }) as const),
    ...pages
      .filter(({ target }) => namesInTarget(target, field, key))
      .map((page) => ({ type: 'page', key: page.key, name: page.title, in_rules: false }) as const),
  ];
};
