import type { Lead } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { MoneyField, TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { PartnerField } from '../../../parts/partner-field.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { type LeadStep, type LeadValues, leadBody } from './lead-steps.ts';
import { leadName } from './leads-list.tsx';
import { leads } from './texts.ts';

interface DecideLeadProps {
  readonly lead: Lead;
  readonly step: LeadStep;
  readonly close: (changed: boolean) => void;
}

/** Qualifies, closes, rejects or assigns a lead. */
export const DecideLead = ({ lead, step, close }: DecideLeadProps) => {
  const { t } = leads;
  const { ask, text, action } = t.steps[step];
  const currency = lead.currency ?? settingsOfProgram().currency;
  const form = useForm<LeadValues>({
    initial: { reason: '', amount: lead.amount ?? undefined, customer: lead.customer_key ?? '', partner: '' },
    guard: false,
    check: ({ reason, partner }) => ({
      ...(step === 'rejected' && reason.trim() === '' ? { reason: parts.t.form.missing } : {}),
      ...(step === 'assign' && partner === '' ? { partner: parts.t.form.missing } : {}),
    }),
    send: async (values) => {
      await api.patch('/v2/leads/{lead}', { params: { lead: lead.key }, body: leadBody(step, lead, values) });
      tell(t.steps[step].done);
      close(true);
    },
  });
  return (
    <Dialog title={ask(leadName(lead))} close={() => close(false)}>
      <Form form={form} action={action} hurts={step === 'rejected'} cancel={() => close(false)}>
        <p>{text}</p>
        {step === 'closed' ? (
          <MoneyField {...form.field('amount')} label={t.closingAmount} currency={currency} hint={t.closingHint} />
        ) : null}
        {step === 'qualified' || step === 'closed' ? (
          <TextField {...form.field('customer', 'customer_key')} label={t.customer} hint={t.customerHint} />
        ) : null}
        {step === 'assign' ? (
          <PartnerField {...form.field('partner', 'partnership_key')} label={t.partner} required />
        ) : null}
        {step === 'rejected' || step === 'assign' ? (
          <TextAreaField {...form.field('reason')} label={t.reason} required={step === 'rejected'} rows={2} />
        ) : null}
      </Form>
    </Dialog>
  );
};
