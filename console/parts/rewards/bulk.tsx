import { useState } from 'preact/hooks';
import type { Reward } from '../../api/operations.ts';
import { parts } from '../../app/texts.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { TextAreaField } from '../fields.tsx';
import { moneyText } from '../figures.tsx';
import { Form, useForm } from '../form.tsx';
import { Progress } from '../progress.tsx';
import { tellProblem } from '../toasts.tsx';
import { BULK_ACTS, type BulkAct, bodyOf, type Decided, decideAll, needsNote } from './decisions.ts';
import { rewards } from './texts.ts';

const refusalText = ({ refused }: Decided): string => {
  const words: Readonly<Record<string, string>> = rewards.t.refusals;
  return words[refused?.reason ?? ''] ?? refused?.message ?? '';
};

/** How many were decided about, and each that was not, with the reason. */
const Report = ({ of: decided }: { readonly of: readonly Decided[] }) => {
  const { t } = rewards;
  const refused = decided.filter((each) => each.refused !== undefined);
  return (
    <div role="status">
      <p>
        <strong>{t.decided(decided.length - refused.length)}</strong>{' '}
        {refused.length === 0 ? null : t.refused(refused.length)}
      </p>
      <ul class="refusals">
        {refused.map((each) => (
          <li key={each.reward.key}>
            {each.reward.partner_key}, {moneyText(each.reward.amount, each.reward.currency)}:{' '}
            <span class="muted">{refusalText(each)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};

interface BulkDialogProps {
  readonly act: BulkAct;
  readonly to: readonly Reward[];
  readonly close: (changed: boolean) => void;
}

const BulkDialog = ({ act, to, close }: BulkDialogProps) => {
  const { t } = rewards;
  const [done, setDone] = useState<number>();
  const [report, setReport] = useState<readonly Decided[]>();
  const form = useForm({
    initial: { note: '' },
    guard: false,
    check: ({ note }): Readonly<{ note?: string }> =>
      needsNote(act) && note.trim() === '' ? { note: t.noteMissing } : {},
    send: async ({ note }) => {
      setDone(0);
      setReport(await decideAll(to, bodyOf(act, note), setDone));
    },
  });
  const leave = (): void => close(done !== undefined);
  const sum = to.reduce((total, { amount }) => total + amount, 0);
  const [first] = to;
  return (
    <Dialog title={t.acts[act].ask(to.length)} close={leave}>
      {report !== undefined ? (
        <>
          <Report of={report} />
          <footer class="dialog-foot">
            <Button kind="primary" onClick={leave}>
              {parts.t.close}
            </Button>
          </footer>
        </>
      ) : done !== undefined ? (
        <Progress label={t.working} done={done} total={to.length} />
      ) : (
        <Form form={form} action={t.acts[act].name} cancel={leave} hurts={act === 'decline'}>
          <p>
            {t.acts[act].text} {first === undefined ? null : t.together(moneyText(sum, first.currency))}
          </p>
          <TextAreaField
            {...form.field('note')}
            label={needsNote(act) ? t.reason : t.note}
            hint={needsNote(act) ? t.reasonHint : undefined}
            required={needsNote(act)}
            rows={2}
          />
        </Form>
      )}
    </Dialog>
  );
};

interface BulkBarProps {
  readonly selected: readonly Reward[];
  /** All that the filters let through, on every page. */
  readonly everything: (seen: (count: number) => void) => Promise<readonly Reward[]>;
  readonly done: () => void;
}

/** What can be decided about the selected rewards, or about all that the filters let through. */
export const BulkBar = ({ selected, everything, done }: BulkBarProps) => {
  const { t } = rewards;
  const [act, setAct] = useState<BulkAct>();
  const [all, setAll] = useState<readonly Reward[]>();
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
          {reading === undefined ? t.takeAll : t.reading(reading)}
        </Button>
      ) : (
        <strong role="status">{t.takenAll(all.length)}</strong>
      )}
      {BULK_ACTS.map((each) => (
        <Button key={each} kind={each === 'decline' ? 'danger' : 'normal'} onClick={() => setAct(each)}>
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
