import { useState } from 'preact/hooks';
import type { Reward } from '../../api/operations.ts';
import { BulkBar } from '../bulk/bar.tsx';
import { BulkDialog } from '../bulk/dialog.tsx';
import { moneyText } from '../figures.tsx';
import { Form, useForm } from '../form.tsx';
import { refusalText } from '../refusals.ts';
import { BULK_ACTS, type BulkAct, bodyOf, type Decided, decideAll, needsNote } from './decisions.ts';
import { NoteField } from './note-field.tsx';
import { rewards } from './texts.ts';

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
            <span class="muted">{each.refused === undefined ? null : refusalText(each.refused)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};

interface RewardsDialogProps {
  readonly act: BulkAct;
  readonly to: readonly Reward[];
  readonly close: (changed: boolean) => void;
}

const RewardsDialog = ({ act, to, close }: RewardsDialogProps) => {
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
    <BulkDialog
      title={t.acts[act].ask(to.length)}
      working={t.working}
      done={done}
      total={to.length}
      report={report === undefined ? undefined : <Report of={report} />}
      leave={leave}
    >
      <Form form={form} action={t.acts[act].name} cancel={leave} hurts={act === 'decline'}>
        <p>
          {t.acts[act].text} {first === undefined ? null : t.together(moneyText(sum, first.currency))}
        </p>
        <NoteField act={act} {...form.field('note')} />
      </Form>
    </BulkDialog>
  );
};

interface RewardsBarProps {
  readonly selected: readonly Reward[];
  /** All that the filters let through, on every page. */
  readonly everything: (seen: (count: number) => void) => Promise<readonly Reward[]>;
  readonly done: () => void;
}

/** What can be decided about the selected rewards, or about all that the filters let through. */
export const RewardsBar = (props: RewardsBarProps) => {
  const { t } = rewards;
  return (
    <BulkBar
      {...props}
      acts={BULK_ACTS}
      nameOf={(act) => t.acts[act].name}
      hurts="decline"
      words={t}
      dialog={(act, to, close) => <RewardsDialog act={act} to={to} close={close} />}
    />
  );
};
