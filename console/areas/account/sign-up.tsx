import { useState } from 'preact/hooks';
import { problemFrom } from '../../api/problem.ts';
import type { AccountPageModule } from '../../app/account-page.ts';
import { Answer, useAnswer } from '../../parts/answer.tsx';
import { Button, LinkButton } from '../../parts/button.tsx';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Form, useForm } from '../../parts/form.tsx';
import { currencyOptions, ownZone, zoneOptions } from '../../parts/places.ts';
import { hasTokens } from '../../session/login.ts';
import { logInHere, openApi, ownApi } from './callers.ts';
import { End, Gone, Mailed } from './end.tsx';
import { NewPassword } from './new-password.tsx';
import { account } from './texts.ts';

const Request = () => {
  const { t } = account;
  const [sent, setSent] = useState(false);
  const form = useForm({
    initial: {
      merchant_name: '',
      email: '',
      currency: 'EUR',
      time_zone: ownZone(),
    },
    guard: false,
    send: async (body) => {
      await openApi.post('/v2/public/sign-ups', { body });
      setSent(true);
    },
  });
  if (sent) return <Mailed>{t.signUp.sent}</Mailed>;
  return (
    <>
      <h1>{t.signUp.title}</h1>
      <p class="lead">{t.signUp.lead}</p>
      <Form form={form} action={t.signUp.send}>
        <TextField {...form.field('merchant_name')} label={t.signUp.name} autocomplete="organization" required />
        <TextField {...form.field('email')} label={t.email} type="email" autocomplete="email" required />
        <SelectField
          {...form.field('currency')}
          label={t.signUp.currency}
          hint={t.signUp.currencyHint}
          options={currencyOptions()}
        />
        <SelectField
          {...form.field('time_zone')}
          label={t.signUp.zone}
          hint={t.signUp.zoneHint}
          options={zoneOptions()}
        />
      </Form>
    </>
  );
};

/** Where the mailed link leads: somebody new chooses a password, others come with the login that they have. */
const Confirm = ({ token }: { readonly token: string }) => {
  const { t } = account;
  const [made, setMade] = useState<string>();
  const [gone, setGone] = useState(false);
  const known = hasTokens();
  const form = useForm({
    initial: { password: '' },
    guard: false,
    send: async ({ password }) => {
      try {
        const body = known ? {} : { password };
        const answer = await (known ? ownApi : openApi).post('/v2/public/sign-ups/{token}', {
          params: { token },
          body,
        });
        setMade(answer.name);
      } catch (thrown) {
        const { code } = problemFrom(thrown);
        if (code !== 'not_found' && code !== 'gone') throw thrown;
        setGone(true);
      }
    },
  });
  if (gone) return <Gone />;
  if (made !== undefined) {
    return (
      <End
        title={t.signUp.done}
        action={
          <LinkButton kind="primary" to="/console/">
            {t.invitation.toConsole}
          </LinkButton>
        }
      >
        {t.signUp.doneText(made)}
      </End>
    );
  }
  return (
    <>
      <h1>{known ? t.signUp.title : t.signUp.confirm}</h1>
      <p class="lead">{t.signUp.confirmLead}</p>
      <Form form={form} action={t.signUp.make}>
        {known ? null : <NewPassword {...form.field('password')} />}
      </Form>
      {known ? null : (
        <Button kind="plain" onClick={logInHere}>
          {t.signUp.hasLogin}
        </Button>
      )}
    </>
  );
};

const Closed = () => (
  <End title={account.t.signUp.closed} action={<LinkButton to="/">{account.t.toStart}</LinkButton>}>
    {account.t.signUp.closedText}
  </End>
);

/** `/account/#sign-up` asks for a link, `/account/#sign-up=…` is where it leads. */
const SignUpPage = ({ token }: { readonly token: string }) => {
  const sign = useAnswer(() => openApi.get('/v2/public/sign-ups'), []);
  if (token !== '') return <Confirm token={token} />;
  return <Answer of={sign}>{({ open }) => (open ? <Request /> : <Closed />)}</Answer>;
};

export const signUpPage: AccountPageModule = { Page: SignUpPage, texts: [account] };
