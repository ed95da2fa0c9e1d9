import type { PortalDeal } from '../../../api/operations.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { MoneyField, SelectField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { prospects } from './texts.ts';

interface MoveDialogProps {
  readonly of: PortalDeal;
  readonly close: () => void;
  readonly again: () => Promise<void>;
}

interface Values {
  readonly stage: string;
  readonly amount: number | undefined;
  readonly lost_reason: string;
}

/** Asks where a deal goes, and what the last step needs. */
export const MoveDialog = ({ of, close, again }: MoveDialogProps) => {
  const { t } = prospects;
  const others = of.stages.filter(({ key }) => key !== of.stage_key);
  const here = of.stages.findIndex(({ key }) => key === of.stage_key);
  const initial: Values = {
    stage: of.stages[here + 1]?.key ?? others[0]?.key ?? '',
    amount: of.amount ?? undefined,
    lost_reason: '',
  };
  const finalOf = (stage: string): 'won' | 'lost' | null => others.find(({ key }) => key === stage)?.final ?? null;
  const form = useForm<Values>({
    initial,
    guard: false,
    send: async ({ stage, amount, lost_reason: why }) => {
      const final = finalOf(stage);
      const moved = await api.post('/v2/portal/deals/{deal}/stage', {
        params: { deal: of.key },
        body: {
          stage,
          ...(final === 'won' && amount !== undefined ? { amount } : {}),
          ...(final === 'lost' && why.trim() !== '' ? { lost_reason: why.trim() } : {}),
        },
      });
      tell(moved.to_confirm === null ? t.moved : t.waits);
      await again();
      close();
    },
  });
  const final = finalOf(form.values.stage);
  return (
    <Dialog title={t.moveTitle} close={close}>
      <Form form={form} action={t.move} cancel={close}>
        <SelectField
          {...form.field('stage')}
          label={t.toStage}
          options={others.map(({ key, name }) => ({ value: key, title: name }))}
        />
        {final === 'won' && of.currency !== null ? (
          <MoneyField {...form.field('amount')} currency={of.currency} label={t.closingAmount} />
        ) : null}
        {final === 'lost' ? <TextField {...form.field('lost_reason')} label={t.whyLost} /> : null}
      </Form>
    </Dialog>
  );
};
