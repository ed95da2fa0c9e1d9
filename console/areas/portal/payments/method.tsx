import { useState } from 'preact/hooks';
import type { Gets } from '../../../api/operations.ts';
import { href, place } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, ownEmail, partnership } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { payments } from './texts.ts';

type OwnMethod = Gets['/v2/portal/payout-method']['data'];

const Current = ({ of, again }: { readonly of: OwnMethod; readonly again: () => Promise<void> }) => {
  const { t } = payments;
  if (of.provider === null) {
    return (
      <Card title={t.current}>
        <p>{t.none}</p>
      </Card>
    );
  }
  return (
    <Card title={t.current}>
      <p>
        <strong>{t.providers[of.provider]}</strong>{' '}
        {of.provider === 'paypal' && of.destination !== null ? t.to(of.destination) : null}{' '}
        <Badge kind={of.verified ? 'good' : 'warning'}>{of.verified ? t.verified : t.notVerified}</Badge>
      </p>
      <p class="muted">{of.verified ? t.verifiedText : t.notVerifiedText}</p>
      {of.payouts_held ? <p class="note note-warning">{t.held}</p> : null}
      {of.verified ? null : (
        <div class="actions">
          <Button onClick={() => void again()}>{t.look}</Button>
        </div>
      )}
    </Card>
  );
};

const Stripe = ({ of }: { readonly of: OwnMethod }) => {
  const { t } = payments;
  const [busy, setBusy] = useState(false);
  const page = `${location.origin}${href('/payments/method')}`;
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      const body = { return_url: `${page}?from=stripe`, refresh_url: `${page}?from=expired` };
      const { url } = await api.post('/v2/portal/payout-method/onboarding', { body });
      location.assign(url);
    } catch (thrown) {
      tellProblem(thrown);
      setBusy(false);
    }
  };
  const action = of.provider !== 'stripe' ? t.stripeStart : of.verified ? t.stripeChange : t.stripeGoOn;
  return (
    <Card title={t.stripeTitle}>
      <p>{t.stripeText}</p>
      <div class="actions">
        <Button kind={of.verified ? 'normal' : 'primary'} busy={busy} onClick={() => void start()}>
          {action}
        </Button>
      </div>
    </Card>
  );
};

const PayPal = ({ of, again }: { readonly of: OwnMethod; readonly again: () => Promise<void> }) => {
  const { t } = payments;
  const own = of.provider === 'paypal' ? of.destination : null;
  const form = useForm({
    initial: { email: own ?? ownEmail.value },
    guard: false,
    send: async ({ email }) => {
      const sure = { title: t.paypalConfirm, text: t.paypalConfirmText(email), action: t.paypalSave, hurts: false };
      if (!(await ask(sure))) return;
      await api.put('/v2/portal/payout-method', { body: { provider: 'paypal', destination: email } });
      tell(t.saved);
      await again();
    },
  });
  return (
    <Card title={t.paypalTitle}>
      <p>{t.paypalText}</p>
      <Form form={form} action={t.paypalSave}>
        <TextField
          {...form.field('email', 'destination')}
          type="email"
          autocomplete="email"
          label={t.paypalEmail}
          required
        />
      </Form>
    </Card>
  );
};

/** Where the partner's money goes. */
export const Method = () => {
  const { t } = payments;
  const method = useAnswer(() => api.get('/v2/portal/payout-method'), [partnership.value?.key]);
  const from = place.value.query.get('from');
  return (
    <Frame>
      <p class="muted">{t.methodLead}</p>
      {from === 'expired' ? <p class="note note-warning">{t.again}</p> : null}
      {from === 'stripe' && method.data?.verified === false ? <p class="note note-info">{t.cameBack}</p> : null}
      <Answer of={method} lines={10}>
        {(of) => (
          <>
            <Current of={of} again={method.again} />
            <div class="columns">
              <Stripe of={of} />
              <PayPal key={of.destination} of={of} again={method.again} />
            </div>
          </>
        )}
      </Answer>
    </Frame>
  );
};
