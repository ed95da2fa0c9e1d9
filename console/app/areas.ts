import type { ComponentType } from 'preact';
import type { Scope } from '../../domain/roles.ts';
import type navigation from '../texts/navigation.en.ts';
import { type Catalogue, language } from './language.ts';

/** The headings under which areas stand in the navigation. */
export const SECTIONS = ['work', 'promote', 'money', 'program', 'settings'] as const;
type Section = (typeof SECTIONS)[number];

/** What an area's folder gives: the page for everything below its path, and the texts on it. */
export interface AreaModule {
  /** `rest` is what the address has behind the area's path: `/part_1` of `/partners/part_1`. */
  readonly Page: ComponentType<{ readonly rest: string }>;
  readonly texts: readonly Catalogue[];
}

/** A part of an app that is loaded when it is first opened. */
export interface Area {
  /** Its name in the navigation: a text of texts/navigation. */
  readonly name: keyof typeof navigation.areas;
  readonly path: `/${string}`;
  readonly section: Section;
  /** What somebody must be allowed, to see it at all. */
  readonly scope?: Scope;
  /** That it is reached from other places only. */
  readonly hidden?: true;
  readonly load: () => Promise<AreaModule>;
}

/** The area that a path lies in, and what the path has behind it. */
export const areaAt = (
  areas: readonly Area[],
  path: string,
): { readonly area: Area; readonly rest: string } | undefined => {
  const fits = (area: Area): boolean =>
    area.path === '/' ? path === '/' : path === area.path || path.startsWith(`${area.path}/`);
  const [best] = areas.filter(fits).toSorted((one, other) => other.path.length - one.path.length);
  return best === undefined ? undefined : { area: best, rest: best.path === '/' ? '' : path.slice(best.path.length) };
};

/** Loads an area with its texts. */
export const loadArea = async (area: Area): Promise<AreaModule> => {
  const module = await area.load();
  await Promise.all(module.texts.map((each) => each.load(language.peek())));
  return module;
};
