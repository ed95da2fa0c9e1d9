import type { ComponentChildren } from 'preact';
import { type Found, match } from '../app/patterns.ts';
import { NotFound } from './empty-state.tsx';

/** One page of an area: a pattern of its path, and what is shown there. */
export interface AreaPage {
  show(path: string): ComponentChildren | undefined;
}

/** `at('/:partner', ({ partner }) => <Partner partner={partner} />)` */
export const at = <Path extends string>(pattern: Path, show: (found: Found<Path>) => ComponentChildren): AreaPage => ({
  show: (path) => {
    const found = match(pattern, path);
    return found === undefined ? undefined : show(found);
  },
});

/** The first page whose pattern fits what the address has behind the area's path. */
export const Pages = ({ rest, of: pages }: { readonly rest: string; readonly of: readonly AreaPage[] }) => {
  for (const page of pages) {
    const shown = page.show(rest);
    if (shown !== undefined) return <>{shown}</>;
  }
  return <NotFound />;
};
