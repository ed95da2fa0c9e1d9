import type { Deal, GroupDealSettings } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { MoneyField, SelectField, TextAreaField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { PartnerField } from '../../../parts/partner-field.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { type DealStep, type DealValues, dealBody, finalStages, openStages } from './deal-steps.ts';
import { dealName } from './deals-list.tsx';
import { deals } from './texts.ts';

interface DecideDealProps {
  readonly deal: Deal;
  readonly step: DealStep;
  readonly settings: GroupDealSettings | undefined;
  readonly close: (changed: boolean) => void;
}

/** The stages that the step can lead to. */
const stagesOf = ({ deal, step, settings }: DecideDealProps) => {
  if (step === 'stage') return openStages(deal, settings);
  return step === 'won' || step === 'lost' ? finalStages(step, settings) : [];
};

const wrongIn = (
  step: DealStep,
  { reason, partner, stage, amount }: DealValues,
  settings: GroupDealSettings | undefined,
): Readonly<Partial<Record<keyof DealValues, string>>> => {
  const { missing } = parts.t.form;
  return {
    ...(step === 'reject' && reason.trim() === '' ? { reason: missing } : {}),
    ...(step === 'assign' && partner === '' ? { partner: missing } : {}),
    ...(step === 'stage' && stage === '' ? { stage: missing } : {}),
    ...(step === 'won' && settings?.closing_amount === true && amount === undefined ? { amount: missing } : {}),
  };
};

/** Accepts, rejects, moves, wins, loses or assigns a deal. */
export const DecideDeal = (props: DecideDealProps) => {
  const { deal, step, settings, close } = props;
  const { t } = deals;
  const { ask, text, action, done } = t.steps[step];
  const stages = stagesOf(props);
  const [first] = stages;
  const form = useForm<DealValues>({
    initial: { reason: '', amount: deal.amount ?? undefined, stage: first?.key ?? '', partner: '' },
    guard: false,
    check: (values) => wrongIn(step, values, settings),
    send: async (values) => {
      await api.patch('/v2/deals/{deal}', { params: { deal: deal.key }, body: dealBody(step, values) });
      tell(done);
      close(true);
    },
  });
  const reasoned = step === 'reject' || step === 'lost' || step === 'assign';
  return (
    <Dialog title={ask(dealName(deal))} close={() => close(false)}>
      <Form form={form} action={action} hurts={step === 'reject' || step === 'lost'} cancel={() => close(false)}>
        <p>{text}</p>
        {step === 'stage' || stages.length > 1 ? (
          <SelectField
            {...form.field('stage')}
            label={t.stage}
            options={stages.map(({ key, name }) => ({ value: key, title: name }))}
          />
        ) : null}
        {step === 'won' ? (
          <MoneyField
            {...form.field('amount')}
            label={t.closingAmount}
            hint={t.closingHint}
            currency={deal.currency ?? settingsOfProgram().currency}
            required={settings?.closing_amount === true}
          />
        ) : null}
        {step === 'assign' ? (
          <PartnerField {...form.field('partner', 'partnership_key')} label={t.partner} required />
        ) : null}
        {reasoned ? (
          <TextAreaField
            {...form.field('reason', step === 'lost' ? 'lost_reason' : 'reason')}
            label={t.reason}
            required={step === 'reject'}
            rows={2}
          />
        ) : null}
      </Form>
    </Dialog>
  );
};
