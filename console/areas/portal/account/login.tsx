import { useState } from 'preact/hooks';
import { Button } from '../../../parts/button.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tellProblem } from '../../../parts/toasts.tsx';
import { api, ownEmail } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { account } from './texts.ts';

const Email = () => {
  const { t } = account;
  const [sent, setSent] = useState<string>();
  const form = useForm({
    initial: { email: '' },
    guard: false,
    send: async ({ email }) => {
      await api.post('/v2/me/email-changes', { body: { email } });
      setSent(email);
    },
  });
  return (
    <Card title={t.emailTitle}>
      <p>{t.emailText(ownEmail.value)}</p>
      <Form form={form} action={t.sendEmail}>
        <TextField {...form.field('email')} type="email" autocomplete="email" label={t.newEmail} required />
      </Form>
      <p role="status" class={sent === undefined ? undefined : 'note note-info'}>
        {sent === undefined ? null : t.emailSent(sent)}
      </p>
    </Card>
  );
};

const Password = () => {
  const { t } = account;
  const [state, setState] = useState<'open' | 'busy' | 'sent'>('open');
  const send = async (): Promise<void> => {
    setState('busy');
    try {
      await api.post('/v2/public/password-resets', { body: { email: ownEmail.value } });
      setState('sent');
    } catch (thrown) {
      tellProblem(thrown);
      setState('open');
    }
  };
  return (
    <Card title={t.passwordTitle}>
      <p>{t.passwordText}</p>
      <div class="actions">
        <Button busy={state === 'busy'} disabled={state === 'sent'} onClick={() => void send()}>
          {t.sendPassword}
        </Button>
      </div>
      <p role="status" class={state === 'sent' ? 'note note-info' : undefined}>
        {state === 'sent' ? t.passwordSent : null}
      </p>
    </Card>
  );
};

/** How the partner logs in. */
export const Login = () => (
  <Frame>
    <Email />
    <Password />
  </Frame>
);
