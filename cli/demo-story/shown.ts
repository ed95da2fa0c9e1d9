import * as z from 'zod';
import type { ApiClient } from '../replay/client.ts';
import { headersOf } from './browsers.ts';
import { chanceOf } from './chance.ts';
import { BANNER, MAIL, TEXT_LINK } from './material.ts';
import type { Visit } from './plan.ts';

const Creative = z.object({ key: z.string(), name: z.string() });

/** By which piece of material a visitor came; undefined for most, who follow a plain link. */
const seenBy = ({ at, kind, link, visitor, customer }: Visit, since: number): string | undefined => {
  if (at < since || kind !== 'person' || link !== 0 || customer !== undefined) return undefined;
  const roll = chanceOf('material', visitor, at);
  if (roll < 0.14) return BANNER;
  if (roll < 0.2) return TEXT_LINK;
  return roll < 0.24 ? MAIL : undefined;
};

/** So many people see a banner until one of them follows it. */
const lookersAt = ({ visitor, at }: Visit): number => 3 + Math.floor(9 * chanceOf('banner seen', visitor, at));

/**
 * Shows material to visitors, by the names it has in the program: `arrive` answers what the address of a link carries
 * when this visitor comes by a piece of material, after others have seen the banner without following it. Before `since`
 * nobody has put any on a page.
 */
export const shownMaterial = (
  api: ApiClient,
  since: number,
): { readonly arrive: (visit: Visit, slug: string) => Promise<string> } => {
  let keys: ReadonlyMap<string, string> = new Map();
  const keyOf = async (name: string): Promise<string | undefined> => {
    if (!keys.has(name)) {
      keys = new Map((await api.all('/v2/creatives', Creative)).map((each) => [each.name, each.key]));
    }
    return keys.get(name);
  };
  return {
    arrive: async (visit, slug) => {
      const name = seenBy(visit, since);
      const key = name === undefined ? undefined : await keyOf(name);
      if (key === undefined) return '';
      const pixel = `/v2/public/creatives/${key}/pixel?${new URLSearchParams({ link: slug })}`;
      const lookers = name === BANNER ? lookersAt(visit) : 0;
      for (let nth = 0; nth < lookers; nth += 1) {
        const looker = { kind: 'person', visitor: `${visit.visitor} ${visit.at} ${nth}` } as const;
        await api.open('GET', pixel, headersOf(looker), undefined, visit.at);
      }
      return `?${new URLSearchParams({ creative: key })}`;
    },
  };
};
