import type { Partnership } from '../../../api/operations.ts';
import { BulkBar } from '../../../parts/bulk/bar.tsx';
import { ACTS } from './bulk-acts.ts';
import { PartnersDialog } from './bulk-dialog.tsx';
import { partners } from './texts.ts';

interface PartnersBarProps {
  readonly selected: readonly Partnership[];
  /** Everybody whom the filters of the list let through, on every page. */
  readonly everybody: (seen: (count: number) => void) => Promise<readonly Partnership[]>;
  readonly done: () => void;
}

/** What can be done with the selected partners, or with all that the filters let through. */
export const PartnersBar = ({ selected, everybody, done }: PartnersBarProps) => {
  const { t } = partners;
  return (
    <BulkBar
      acts={ACTS}
      nameOf={(act) => t.acts[act].name}
      hurts="deactivate"
      words={t}
      selected={selected}
      everything={everybody}
      dialog={(act, to, close) => <PartnersDialog act={act} to={to} close={close} />}
      done={done}
    />
  );
};
