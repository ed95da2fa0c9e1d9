import type { Reward } from '../../api/operations.ts';
import { parts } from '../../app/texts.ts';
import { api } from '../../session/person.ts';
import { Dialog } from '../dialog.tsx';
import { CheckField, MoneyField } from '../fields.tsx';
import { moneyText } from '../figures.tsx';
import { Form, useForm } from '../form.tsx';
import { PartnerField } from '../partner-field.tsx';
import { tell } from '../toasts.tsx';
import { type Act, bodyOf, needsNote } from './decisions.ts';
import { NoteField } from './note-field.tsx';
import { rewards } from './texts.ts';

interface DecideDialogProps {
  readonly act: Act;
  readonly reward: Reward;
  readonly close: () => void;
  readonly done: (changed: Reward) => void;
}

interface Values {
  readonly note: string;
  readonly amount: number | undefined;
  readonly partner: string;
  readonly rebind: boolean;
}

const send = (act: Act, { key }: Reward, { note, amount = 0, partner, rebind }: Values): Promise<Reward> => {
  const params = { reward: key };
  switch (act) {
    case 'adjust':
      return api.patch('/v2/rewards/{reward}', { params, body: { action: act, amount, note: note.trim() } });
    case 'reassign':
      return api.patch('/v2/rewards/{reward}', {
        params,
        body: { action: act, partnership_key: partner, note: note.trim(), rebind_customer: rebind },
      });
    default:
      return api.patch('/v2/rewards/{reward}', { params, body: bodyOf(act, note) });
  }
};

/** Decides about one reward. */
export const DecideDialog = ({ act, reward, close, done }: DecideDialogProps) => {
  const { t } = rewards;
  const { missing } = parts.t.form;
  const form = useForm<Values>({
    keep: `decision-${act}-${reward.key}`,
    initial: { note: '', amount: undefined, partner: '', rebind: false },
    guard: false,
    check: ({ note, amount, partner }) => ({
      ...(needsNote(act) && note.trim() === '' ? { note: t.noteMissing } : {}),
      ...(act === 'adjust' && amount === undefined ? { amount: missing } : {}),
      ...(act === 'reassign' && partner === '' ? { partner: missing } : {}),
    }),
    send: async (values) => {
      const changed = await send(act, reward, values);
      tell(t.acts[act].done);
      done(changed);
    },
  });
  return (
    <Dialog title={t.acts[act].ask(1)} close={close}>
      <Form form={form} action={t.acts[act].name} cancel={close} hurts={act === 'decline'}>
        <p>{t.acts[act].text}</p>
        {act === 'adjust' ? (
          <MoneyField
            {...form.field('amount')}
            label={t.newAmount}
            hint={t.newAmountHint(moneyText(reward.amount, reward.currency))}
            currency={reward.currency}
            required
          />
        ) : null}
        {act === 'reassign' ? (
          <>
            <PartnerField {...form.field('partner', 'partnership_key')} label={t.toPartner} required />
            {reward.customer === null ? null : (
              <CheckField {...form.field('rebind', 'rebind_customer')} label={t.rebind} hint={t.rebindHint} />
            )}
          </>
        ) : null}
        <NoteField act={act} {...form.field('note')} />
      </Form>
    </Dialog>
  );
};
