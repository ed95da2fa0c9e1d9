import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { type ApiProblem, problemFrom } from '../api/problem.ts';
import { NoRight, NotFound } from '../parts/empty-state.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { may } from '../session/person.ts';
import { type Area, type AreaModule, areaAt, loadArea } from './areas.ts';
import { place } from './router.ts';
import { type Brand, type OtherSide, Shell, type ShellProps, type Switcher } from './shell.tsx';

interface Loaded {
  readonly area: Area;
  readonly module?: AreaModule;
  readonly problem?: ApiProblem;
}

interface AreaViewProps {
  readonly area: Area;
  readonly rest: string;
  readonly prepare: () => Promise<unknown>;
}

const AreaView = ({ area, rest, prepare }: AreaViewProps) => {
  const [loaded, setLoaded] = useState<Loaded>();
  const [broken, mend] = useErrorBoundary();
  const load = (): void => {
    Promise.all([loadArea(area), prepare()]).then(
      ([module]) => setLoaded({ area, module }),
      (thrown: unknown) => setLoaded({ area, problem: problemFrom(thrown) }),
    );
  };
  useEffect(load, [area]);
  if (broken !== undefined) return <ProblemNote problem={problemFrom(broken)} again={mend} />;
  if (loaded?.area !== area) return <Skeleton lines={12} />;
  if (loaded.module === undefined) {
    return loaded.problem === undefined ? null : <ProblemNote problem={loaded.problem} again={load} />;
  }
  const { Page } = loaded.module;
  return <Page rest={rest} />;
};

export interface AppProps {
  readonly areas: readonly Area[];
  readonly switcher: () => Switcher;
  readonly other: () => OtherSide | undefined;
  /** What every area relies on, asked for while an area is loaded. */
  readonly prepare?: () => Promise<unknown>;
  readonly brand?: () => Brand | undefined;
  /** What stands above and below every page. */
  readonly above?: ComponentChildren;
  readonly below?: ComponentChildren;
  /** The frame of every page, where it is another one. */
  readonly frame?: ComponentType<ShellProps>;
}

const nothing = async (): Promise<void> => undefined;

/** An app of the site: its frame, and the area that the address lies in. */
export const App = (props: AppProps) => {
  const { areas, switcher, other, prepare = nothing, brand, above, below, frame: Frame = Shell } = props;
  const found = areaAt(areas, place.value.path);
  const chosen = switcher();
  const allowed = found?.area.scope === undefined || may(found.area.scope);
  return (
    <Frame areas={areas} switcher={chosen} other={other()} brand={brand?.()}>
      {above}
      {found === undefined ? (
        <NotFound />
      ) : allowed ? (
        // Another program is another page: nothing of the one before is left on it.
        <AreaView key={`${chosen.chosen} ${found.area.name}`} area={found.area} rest={found.rest} prepare={prepare} />
      ) : (
        <NoRight />
      )}
      {below}
    </Frame>
  );
};
