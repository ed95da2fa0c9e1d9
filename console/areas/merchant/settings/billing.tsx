import { useEffect, useState } from 'preact/hooks';
import type { BillingDetails, PaymentMethod } from '../../../api/operations.ts';
import { changeQuery, place } from '../../../app/router.ts';
import { Answer, type Answered, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { CountryField } from '../../../parts/country-field.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { Badge, When } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { paymentMethodText } from '../../../parts/payment-methods.ts';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { settings } from './texts.ts';

const OPTIONAL = ['address_line_2', 'postal_code', 'state', 'vat_number', 'reference'] as const;

const valuesOf = (details: BillingDetails | null) => ({
  name: details?.name ?? '',
  address_line_1: details?.address_line_1 ?? '',
  address_line_2: details?.address_line_2 ?? '',
  postal_code: details?.postal_code ?? '',
  city: details?.city ?? '',
  state: details?.state ?? '',
  country: details?.country ?? '',
  vat_number: details?.vat_number ?? '',
  reference: details?.reference ?? '',
});

const Details = ({ details }: { readonly details: BillingDetails | null }) => {
  const { billing: t } = settings.t;
  const form = useForm({
    initial: valuesOf(details),
    send: async (values) => {
      const empty = Object.fromEntries(
        OPTIONAL.filter((name) => values[name].trim() === '').map((name) => [name, null]),
      );
      await api.put('/v2/billing-details', { body: { ...values, ...empty } });
      tell(settings.t.saved);
    },
  });
  const line = (name: keyof typeof form.values, required = false, hint?: string) => (
    <TextField {...form.field(name)} label={t.fields[name]} required={required} hint={hint} />
  );
  return (
    <fieldset class="plain" disabled={!may('merchant:write')}>
      <legend class="unseen">{t.details}</legend>
      <Form form={form} action={settings.t.save}>
        {line('name', true)}
        {line('address_line_1', true)}
        {line('address_line_2')}
        {line('postal_code')}
        {line('city', true)}
        {line('state')}
        <CountryField {...form.field('country')} label={t.fields.country} none={t.choose} required />
        {line('vat_number', false, t.vatHint)}
        {line('reference', false, t.referenceHint)}
      </Form>
    </fieldset>
  );
};

type Methods = Answered<{ readonly items: readonly PaymentMethod[] }>;

const startSetUp = async (): Promise<void> => {
  const here = `${location.origin}/console/settings/billing`;
  try {
    const { url } = await api.post('/v2/payment-methods/set-ups', {
      body: { success_url: `${here}?set_up={CHECKOUT_SESSION_ID}`, cancel_url: here },
    });
    if (url !== null) location.assign(url);
  } catch (thrown) {
    tellProblem(thrown);
  }
};

/** Whoever comes back from the provider's page has its key in the address: the method is stored once. */
const useReturn = (methods: Methods): void => {
  const key = place.value.query.get('set_up') ?? '';
  useEffect(() => {
    if (key === '') return;
    void changeQuery({ set_up: undefined });
    api
      .post('/v2/payment-methods/set-ups/{set_up}', { params: { set_up: key } })
      .then(async ({ status }) => {
        tell(settings.t.billing.setUp[status]);
        await methods.again();
      })
      .catch(tellProblem);
  }, [key]);
};

const Methods = () => {
  const { billing: t } = settings.t;
  const methods = useAnswer(() => api.get('/v2/payment-methods', { query: { limit: 50 } }), []);
  const [removing, setRemoving] = useState<PaymentMethod>();
  useReturn(methods);
  const add = may('payments:write') ? (
    <Button kind="primary" onClick={() => void startSetUp()}>
      {t.addMethod}
    </Button>
  ) : undefined;
  return (
    <Card title={t.methods} actions={add}>
      <Answer of={methods} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t.noMethod} action={add}>
              {t.noMethodText}
            </EmptyState>
          ) : (
            <ul class="lines">
              {items.map((method) => (
                <li key={method.key}>
                  <strong>{method.label === null ? method.provider_method : paymentMethodText(method.label)}</strong>{' '}
                  {method.default ? <Badge kind="good">{t.charged}</Badge> : null} <When at={method.created_at} />{' '}
                  {may('payments:write') ? (
                    <Button kind="plain" onClick={() => setRemoving(method)}>
                      {t.forget}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {removing === undefined ? null : (
        <ConfirmDialog
          title={t.forgetAsk}
          action={t.forget}
          hurts
          close={() => setRemoving(undefined)}
          confirm={async () => {
            await api.delete('/v2/payment-methods/{method}', { params: { method: removing.key } });
            await methods.again();
          }}
        >
          <p>{t.forgetText}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
};

/** Who is billed, and how it is paid. */
export const Billing = () => {
  const { billing: t } = settings.t;
  const details = useAnswer(() => api.get('/v2/billing-details'), []);
  return (
    <Frame tab="billing" lead={t.lead}>
      {may('payments:read') ? <Methods /> : null}
      <Card title={t.details}>
        <Answer of={details}>{({ billing_details }) => <Details details={billing_details} />}</Answer>
      </Card>
    </Frame>
  );
};
