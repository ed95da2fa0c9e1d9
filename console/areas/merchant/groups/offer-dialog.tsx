import { useState } from 'preact/hooks';
import type { TriggerEvent } from '../../../../domain/events.ts';
import { parts } from '../../../app/texts.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import {
  MoneyField,
  NumberField,
  PercentField,
  SelectField,
  TextAreaField,
  TextField,
} from '../../../parts/fields.tsx';
import { moneyText, percentText } from '../../../parts/figures.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { hasAmount, type ListedOffer, missingOf, type OfferValues, offerOf, valuesOf } from './offer-values.ts';
import { offerText } from './offer-words.ts';
import { offers } from './texts.ts';

/** An offer that is made or changed. */
export interface OfferWish {
  /** The one that is changed; undefined makes a new one. */
  readonly offer?: ListedOffer;
  readonly event: TriggerEvent;
}

interface OfferDialogProps {
  readonly wish: OfferWish;
  readonly group: string;
  readonly currency: string;
  /** The events that can be chosen. */
  readonly events: readonly TriggerEvent[];
  readonly close: () => void;
  readonly changed: () => unknown;
}

const useOfferForm = ({ wish, group, close, changed }: OfferDialogProps): FormState<OfferValues> => {
  const { t } = offers;
  const { offer } = wish;
  return useForm({
    keep: `offer-${offer?.key ?? wish.event}`,
    initial: valuesOf(offer, wish.event),
    guard: false,
    check: (values) => Object.fromEntries(missingOf(values).map((name) => [name, parts.t.form.missing])),
    send: async (values) => {
      const body = {
        name: values.name.trim(),
        offer: offerOf(values),
        from_tier: values.from_tier === '' ? null : values.from_tier,
      };
      if (offer === undefined)
        await api.post('/v2/offers', { body: { ...body, event: values.event, group_key: group } });
      else await api.patch('/v2/offers/{offer}', { params: { offer: offer.key }, body });
      tell(offer === undefined ? t.created : t.changed);
      close();
      await changed();
    },
  });
};

const Terms = ({
  form,
  currency,
  events,
}: {
  form: FormState<OfferValues>;
  currency: string;
  events: readonly TriggerEvent[];
}) => {
  const { t } = offers;
  const { values } = form;
  const isPercentage = values.type === 'percentage';
  const event = form.field('event');
  return (
    <>
      {events.length < 2 ? null : (
        <SelectField
          {...event}
          set={(next) => form.set({ event: next, ...(hasAmount(next) ? {} : { type: 'flat' }) })}
          label={t.event}
          options={events.map((value) => ({ value, title: t.events[value] }))}
        />
      )}
      {hasAmount(values.event) ? (
        <SelectField
          {...form.field('type', 'offer.type')}
          label={t.type}
          options={[
            { value: 'percentage', title: t.types.percentage },
            { value: 'flat', title: t.types.flat },
          ]}
        />
      ) : null}
      {isPercentage ? (
        <PercentField {...form.field('bps', 'offer.bps')} label={t.percentage} required />
      ) : (
        <MoneyField {...form.field('value', 'offer.value')} label={t.amount} currency={currency} required />
      )}
      <TextAreaField
        {...form.field('description', 'offer.description')}
        label={t.description}
        hint={t.descriptionHint}
        rows={2}
      />
    </>
  );
};

const Limits = ({ form, currency }: { readonly form: FormState<OfferValues>; readonly currency: string }) => {
  const { t } = offers;
  const { cap_per_reward, cap_customer_transactions, cap_customer_months, cap_month } = form.values;
  const caps = [cap_per_reward, cap_customer_transactions, cap_customer_months, cap_month];
  const [isOpen] = useState(caps.some((cap) => cap !== undefined));
  return (
    <details class="more" open={isOpen}>
      <summary>{t.limits}</summary>
      <div class="field-grid">
        <MoneyField
          {...form.field('cap_per_reward', 'offer.cap_per_reward')}
          label={t.limitReward}
          currency={currency}
        />
        <MoneyField {...form.field('cap_month', 'offer.cap_month')} label={t.limitMonth} currency={currency} />
        <NumberField
          {...form.field('cap_customer_transactions', 'offer.cap_customer_transactions')}
          label={t.limitTransactions}
        />
        <NumberField {...form.field('cap_customer_months', 'offer.cap_customer_months')} label={t.limitMonths} />
      </div>
    </details>
  );
};

const TierChoice = ({ form }: { readonly form: FormState<OfferValues> }) => {
  const { t } = offers;
  const tiers = useAnswer(() => api.get('/v2/tiers'), []);
  const items = tiers.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <SelectField
      {...form.field('from_tier')}
      label={t.fromTier}
      options={[{ value: '', title: t.everyTier }, ...items.map(({ key, name }) => ({ value: key, title: name }))]}
    />
  );
};

/** What the offer says in one line while it is written. */
const InWords = ({ values, currency }: { readonly values: OfferValues; readonly currency: string }) => {
  const { t } = offers;
  if (missingOf(values).some((name) => name !== 'name')) return null;
  const words = offerText({ event: values.event, offer: offerOf(values) }, t, {
    money: (amount) => moneyText(amount, currency),
    percent: percentText,
  });
  return (
    <div class="note note-info" aria-live="polite">
      <p>
        <strong>{t.inWords}</strong> {words}.
      </p>
    </div>
  );
};

/** Makes an offer, or changes one: the change is its next version. */
export const OfferDialog = (props: OfferDialogProps) => {
  const { t } = offers;
  const { wish, currency, close } = props;
  const { offer } = wish;
  const form = useOfferForm(props);
  const isForAll = offer !== undefined && offer.audience.type !== 'group';
  return (
    <Dialog title={offer === undefined ? t.create : t.changeTitle(offer.name)} close={close} wide>
      {offer === undefined ? null : (
        <div class="note note-warning">
          <p>{t.nextVersion(offer.version + 1)}</p>
          {isForAll ? <p>{t.changesOthers}</p> : null}
        </div>
      )}
      <Form form={form} action={offer === undefined ? t.createAction : t.changeAction} cancel={close}>
        <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
        <Terms form={form} currency={currency} events={offer === undefined ? props.events : []} />
        <TierChoice form={form} />
        <Limits form={form} currency={currency} />
        <InWords values={form.values} currency={currency} />
      </Form>
    </Dialog>
  );
};
