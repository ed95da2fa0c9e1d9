import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { tellProblem } from '../toasts.tsx';

interface Words {
  readonly takeAll: string;
  readonly reading: (count: number) => string;
  readonly takenAll: (count: number) => string;
}

interface BulkBarProps<Item, Act extends string> {
  readonly acts: readonly Act[];
  readonly nameOf: (act: Act) => string;
  /** What nobody should press by mistake. */
  readonly hurts: Act;
  readonly words: Words;
  readonly selected: readonly Item[];
  /** All that the filters of the list let through, on every page. */
  readonly everything: (seen: (count: number) => void) => Promise<readonly Item[]>;
  /** Asks and does it. `changed`: something was done, so that the list is another one. */
  readonly dialog: (act: Act, to: readonly Item[], close: (changed: boolean) => void) => ComponentChildren;
  readonly done: () => void;
}

/** What can be done with the selected rows, or with all that the filters let through. */
export const BulkBar = <Item, Act extends string>(props: BulkBarProps<Item, Act>) => {
  const { acts, nameOf, hurts, words, selected, everything, dialog, done } = props;
  const [act, setAct] = useState<Act>();
  const [all, setAll] = useState<readonly Item[]>();
  const [reading, setReading] = useState<number>();
  const readAll = async (): Promise<void> => {
    setReading(0);
    try {
      setAll(await everything(setReading));
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setReading(undefined);
    }
  };
  return (
    <>
      {all === undefined ? (
        <Button kind="plain" busy={reading !== undefined} onClick={() => void readAll()}>
          {reading === undefined ? words.takeAll : words.reading(reading)}
        </Button>
      ) : (
        <strong role="status">{words.takenAll(all.length)}</strong>
      )}
      {acts.map((each) => (
        <Button key={each} kind={each === hurts ? 'danger' : 'normal'} onClick={() => setAct(each)}>
          {nameOf(each)}
        </Button>
      ))}
      {act === undefined
        ? null
        : dialog(act, all ?? selected, (changed) => {
            setAct(undefined);
            if (changed) done();
          })}
    </>
  );
};
