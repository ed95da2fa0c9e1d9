import { useState } from 'preact/hooks';
import type { Partnership } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { tellProblem } from '../../../parts/toasts.tsx';
import { ACTS, type Act } from './bulk-acts.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { partners } from './texts.ts';

interface BulkBarProps {
  readonly selected: readonly Partnership[];
  /** Everybody whom the filters of the list let through, on every page. */
  readonly everybody: (seen: (count: number) => void) => Promise<readonly Partnership[]>;
  readonly done: () => void;
}

/** What can be done with the selected partners, or with all that the filters let through. */
export const BulkBar = ({ selected, everybody, done }: BulkBarProps) => {
  const { t } = partners;
  const [act, setAct] = useState<Act>();
  const [all, setAll] = useState<readonly Partnership[]>();
  const [reading, setReading] = useState<number>();
  const readAll = async (): Promise<void> => {
    setReading(0);
    try {
      setAll(await everybody(setReading));
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
          {reading === undefined ? t.takeAll : t.reading(reading)}
        </Button>
      ) : (
        <strong role="status">{t.takenAll(all.length)}</strong>
      )}
      {ACTS.map((each) => (
        <Button key={each} kind={each === 'deactivate' ? 'danger' : 'normal'} onClick={() => setAct(each)}>
          {t.acts[each].name}
        </Button>
      ))}
      {act === undefined ? null : (
        <BulkDialog
          act={act}
          to={all ?? selected}
          close={(changed) => {
            setAct(undefined);
            if (changed) done();
          }}
        />
      )}
    </>
  );
};
