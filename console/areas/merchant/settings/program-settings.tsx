import type { Program } from '../../../api/operations.ts';
import { Facts } from '../../../parts/facts.tsx';
import { CheckField, MoneyField, NumberField, PercentField, SelectField, TextField } from '../../../parts/fields.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { changedProgram, settingsOfProgram } from '../../../session/program.ts';
import { Frame } from './frame.tsx';
import { NewProgram } from './new-program.tsx';
import { settings } from './texts.ts';

const MODELS = ['last_click', 'first_click'] as const;
const STACKINGS = ['all', 'best'] as const;
const SECOND_TIERS = ['reward', 'sale'] as const;

/** Numbers are undefined while their fields are empty. */
interface Values extends Pick<Program, 'name' | 'attribution_model' | 'stacking' | 'second_tier_of' | 'auto_approve'> {
  readonly destination_url: string;
  readonly attribution_window_days: number | undefined;
  readonly second_tier_bps: number | undefined;
  readonly minimum_payout: number | undefined;
  readonly approval_delay_days: number | undefined;
  readonly billing_email: string;
}

const valuesOf = (program: Program): Values => ({
  name: program.name,
  destination_url: program.destination_url ?? '',
  attribution_model: program.attribution_model,
  attribution_window_days: program.attribution_window_days,
  stacking: program.stacking,
  second_tier_bps: program.second_tier_bps,
  second_tier_of: program.second_tier_of,
  minimum_payout: program.minimum_payout,
  approval_delay_days: program.approval_delay_days,
  auto_approve: program.auto_approve,
  billing_email: program.billing_email ?? '',
});

const useProgramForm = () =>
  useForm<Values>({
    initial: valuesOf(settingsOfProgram()),
    send: async (values) => {
      const { destination_url, billing_email, ...rest } = values;
      const body = {
        ...rest,
        destination_url: destination_url === '' ? null : destination_url,
        billing_email: billing_email === '' ? null : billing_email,
      };
      changedProgram(await api.patch('/v2/programs', { body }));
      tell(settings.t.saved);
    },
  });

type ProgramForm = ReturnType<typeof useProgramForm>;

const Attribution = ({ form }: { readonly form: ProgramForm }) => {
  const { program: t } = settings.t;
  return (
    <Card title={t.attribution}>
      <SelectField
        {...form.field('attribution_model')}
        label={t.model}
        options={MODELS.map((value) => ({ value, title: t.models[value] }))}
      />
      <NumberField {...form.field('attribution_window_days')} label={t.window} hint={t.windowHint} required />
    </Card>
  );
};

const Rewards = ({ form }: { readonly form: ProgramForm }) => {
  const { program: t } = settings.t;
  return (
    <Card title={t.rewards}>
      <SelectField
        {...form.field('stacking')}
        label={t.stacking}
        options={STACKINGS.map((value) => ({ value, title: t.stackings[value] }))}
      />
      <NumberField {...form.field('approval_delay_days')} label={t.delay} hint={t.delayHint} required />
      <PercentField {...form.field('second_tier_bps')} label={t.secondTier} hint={t.secondTierHint} required />
      <SelectField
        {...form.field('second_tier_of')}
        label={t.secondTierOf}
        options={SECOND_TIERS.map((value) => ({ value, title: t.secondTiers[value] }))}
      />
    </Card>
  );
};

const Money = ({ form }: { readonly form: ProgramForm }) => {
  const { program: t } = settings.t;
  return (
    <Card title={t.money}>
      <MoneyField
        {...form.field('minimum_payout')}
        currency={settingsOfProgram().currency}
        label={t.minimum}
        hint={t.minimumHint}
        required
      />
      <TextField {...form.field('billing_email')} label={t.billingEmail} hint={t.billingEmailHint} type="email" />
    </Card>
  );
};

const Fixed = () => {
  const { program: t } = settings.t;
  const { currency, time_zone, mode, key } = settingsOfProgram();
  return (
    <Card title={t.fixed}>
      <Facts
        of={[
          [t.currency, currency],
          [t.zone, time_zone],
          [t.mode, <Badge kind={mode === 'live' ? 'good' : 'warning'}>{t.modes[mode]}</Badge>],
          [t.key, <code>{key}</code>],
        ]}
      />
    </Card>
  );
};

/** What holds for the whole program. */
export const ProgramSettings = () => {
  const { program: t, save } = settings.t;
  const form = useProgramForm();
  return (
    <Frame tab="program" lead={t.lead} actions={may('keys:write') ? <NewProgram /> : undefined}>
      <Fixed />
      <fieldset class="plain" disabled={!may('programs:write')}>
        <legend class="unseen">{settings.t.tabs.program}</legend>
        <Form form={form} action={save}>
          <Card title={t.general}>
            <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
            <TextField {...form.field('destination_url')} label={t.destination} hint={t.destinationHint} type="url" />
            <CheckField {...form.field('auto_approve')} label={t.autoApprove} hint={t.autoApproveHint} />
          </Card>
          <Attribution form={form} />
          <Rewards form={form} />
          <Money form={form} />
        </Form>
      </fieldset>
    </Frame>
  );
};
