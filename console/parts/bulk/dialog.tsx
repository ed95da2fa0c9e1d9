import type { ComponentChildren } from 'preact';
import { parts } from '../../app/texts.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Progress } from '../progress.tsx';

interface BulkDialogProps {
  readonly title: string;
  readonly working: string;
  /** How many are done; undefined until it is begun. */
  readonly done: number | undefined;
  readonly total: number;
  /** What became of each, once all are done. */
  readonly report: ComponentChildren | undefined;
  readonly leave: () => void;
  /** The form that asks what exactly. */
  readonly children: ComponentChildren;
}

/** Something that is done to many: asks what, shows how far it is, and reports. */
export const BulkDialog = ({ title, working, done, total, report, leave, children }: BulkDialogProps) => (
  <Dialog title={title} close={leave}>
    {report !== undefined ? (
      <>
        {report}
        <footer class="dialog-foot">
          <Button kind="primary" onClick={leave}>
            {parts.t.close}
          </Button>
        </footer>
      </>
    ) : done !== undefined ? (
      <Progress label={working} done={done} total={total} />
    ) : (
      children
    )}
  </Dialog>
);
