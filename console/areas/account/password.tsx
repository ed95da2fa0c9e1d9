import { useState } from 'preact/hooks';
import { problemFrom } from '../../api/problem.ts';
import type { AccountPageModule } from '../../app/account-page.ts';
import { TextField } from '../../parts/fields.tsx';
import { Form, useForm } from '../../parts/form.tsx';
import { openApi } from './callers.ts';
import { End, Gone, LogInNext, Mailed } from './end.tsx';
import { NewPassword } from './new-password.tsx';
import { account } from './texts.ts';

/** Asks for a link. The answer is the same for every address. */
const Request = () => {
  const { t } = account;
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: { email: '' },
    guard: false,
    send: async ({ email }) => {
      await openApi.post('/v2/public/password-resets', { body: { email } });
      setSent(true);
    },
  });
  if (sent) return <Mailed>{t.reset.sent}</Mailed>;
  return (
    <>
      <h1>{t.reset.title}</h1>
      <p class="lead">{t.reset.lead}</p>
      <Form form={form} action={t.reset.send}>
        <TextField {...form.field('email')} label={t.email} type="email" autocomplete="email" required />
      </Form>
    </>
  );
};

const Choose = ({ token }: { readonly token: string }) => {
  const { t } = account;
  const [state, setState] = useState<'open' | 'done' | 'gone'>('open');
  const form = useForm({
    initial: { password: '' },
    guard: false,
    send: async ({ password }) => {
      try {
        await openApi.post('/v2/public/password-resets/{token}', { params: { token }, body: { password } });
        setState('done');
      } catch (thrown) {
        const { code } = problemFrom(thrown);
        if (code !== 'not_found' && code !== 'gone') throw thrown;
        setState('gone');
      }
    },
  });
  if (state === 'gone') return <Gone />;
  if (state === 'done') {
    return (
      <End title={t.reset.done} action={<LogInNext />}>
        {t.reset.doneText}
      </End>
    );
  }
  return (
    <>
      <h1>{t.reset.choose}</h1>
      <p class="lead">{t.reset.chooseLead}</p>
      <Form form={form} action={t.reset.set}>
        <NewPassword {...form.field('password')} />
      </Form>
    </>
  );
};

/** `/account/#password` asks for a link, `/account/#password=…` is where the link leads. */
const PasswordPage = ({ token }: { readonly token: string }) => (token === '' ? <Request /> : <Choose token={token} />);

export const passwordPage: AccountPageModule = { Page: PasswordPage, texts: [account] };
