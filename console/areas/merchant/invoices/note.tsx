import type { Invoice } from '../../../api/operations.ts';
import { TextAreaField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { invoices } from './texts.ts';

const Edit = ({ of: invoice, changed }: { readonly of: Invoice; readonly changed: () => void }) => {
  const { t } = invoices;
  const form = useForm({
    keep: 'invoice-note',
    initial: { note: invoice.note ?? '' },
    send: async ({ note }) => {
      const body = { note: note.trim() === '' ? null : note.trim() };
      await api.patch('/v2/invoices/{invoice}', { params: { invoice: invoice.key }, body });
      tell(t.noteSaved);
      changed();
    },
  });
  return (
    <Form form={form} action={t.saveNote}>
      <TextAreaField {...form.field('note')} label={t.note} hint={t.noteHint} rows={3} />
    </Form>
  );
};

/** What the team notes about an invoice. */
export const Note = ({ of: invoice, changed }: { readonly of: Invoice; readonly changed: () => void }) => {
  const { t } = invoices;
  const open = invoice.status === 'in_review' && may('billing:write');
  if (!open && invoice.note === null) return null;
  return <Card title={t.note}>{open ? <Edit of={invoice} changed={changed} /> : <p>{invoice.note}</p>}</Card>;
};
