import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { MoneyField, TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { PartnerField } from '../../../parts/partner-field.tsx';
import { rewards } from '../../../parts/rewards/texts.ts';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';

interface Values {
  readonly partner: string;
  readonly amount: number | undefined;
  readonly description: string;
  readonly note: string;
}

/** Gives a reward by hand. */
export const GiveDialog = ({ close }: { readonly close: () => void }) => {
  const { t } = rewards;
  const { missing } = parts.t.form;
  const form = useForm<Values>({
    keep: 'reward',
    initial: { partner: '', amount: undefined, description: '', note: '' },
    guard: false,
    check: ({ partner, amount, description }) => ({
      ...(partner === '' ? { partner: missing } : {}),
      ...(amount === undefined || amount < 1 ? { amount: missing } : {}),
      ...(description.trim() === '' ? { description: missing } : {}),
    }),
    send: async ({ partner, amount = 0, description, note }) => {
      const { key } = await api.post('/v2/rewards', {
        body: {
          partnership_key: partner,
          amount,
          description: description.trim(),
          ...(note.trim() === '' ? {} : { note: note.trim() }),
        },
      });
      tell(t.given);
      close();
      await go(`/rewards/${key}`);
    },
  });
  return (
    <Dialog title={t.give} close={close}>
      <Form form={form} action={t.give} cancel={close}>
        <p>{t.giveText}</p>
        <PartnerField {...form.field('partner', 'partnership_key')} label={t.partner} required />
        <MoneyField {...form.field('amount')} label={t.amount} currency={settingsOfProgram().currency} required />
        <TextField {...form.field('description')} label={t.description} hint={t.descriptionHint} required />
        <TextAreaField {...form.field('note')} label={t.note} hint={t.noteHint} rows={2} />
      </Form>
    </Dialog>
  );
};
