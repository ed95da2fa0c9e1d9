import { useState } from 'preact/hooks';
import type { Invitation } from '../../api/operations.ts';
import type { AccountPageModule } from '../../app/account-page.ts';
import { Answer, useAnswer } from '../../parts/answer.tsx';
import { Button, LinkButton } from '../../parts/button.tsx';
import { CheckField } from '../../parts/fields.tsx';
import { dateText } from '../../parts/figures.tsx';
import { Form, useForm } from '../../parts/form.tsx';
import { hasTokens, logOut } from '../../session/login.ts';
import { logInHere, openApi, ownApi } from './callers.ts';
import { End, Gone } from './end.tsx';
import { NewPassword } from './new-password.tsx';
import { account } from './texts.ts';

interface OpenedProps {
  readonly token: string;
  readonly invitation: Invitation;
}

/** Where the portal is: on the merchant's own host, reached as this page is, or here. */
const portalAddress = (host: string | null): string => {
  const address = new URL('/portal/', location.origin);
  if (host !== null) address.hostname = host;
  return address.href;
};

const nameOf = ({ program_name, merchant_name }: Invitation): string => program_name ?? merchant_name;

const Words = ({ invitation }: { readonly invitation: Invitation }) => {
  const { invitation: t } = account.t;
  const { kind, merchant_name, program_name, role, email, expires_at, message } = invitation;
  return (
    <>
      <h1>{t.title(nameOf(invitation))}</h1>
      <p class="lead">
        {kind === 'member'
          ? t.member(merchant_name, role === null ? '' : t.roles[role])
          : t.partner(program_name ?? merchant_name, merchant_name)}
      </p>
      {message === null ? null : <blockquote>{message}</blockquote>}
      <p class="muted">
        {t.for(email)} {t.until(dateText(expires_at))}
      </p>
    </>
  );
};

/** Whoever has a login accepts with it; this page is where the login leads back to. */
const LogInFirst = () => (
  <>
    <p>{account.t.invitation.hasLogin}</p>
    <div class="actions">
      <Button kind="primary" onClick={logInHere}>
        {account.t.invitation.logInFirst}
      </Button>
    </div>
  </>
);

const OtherLogin = ({ email }: { readonly email: string }) => (
  <>
    <p>{account.t.invitation.other(email)}</p>
    <div class="actions">
      <Button onClick={() => void logOut()}>{account.t.invitation.logOut}</Button>
    </div>
  </>
);

const Accept = ({ token, invitation, accepted }: OpenedProps & { readonly accepted: () => void }) => {
  const { t } = account;
  const { has_login, terms_url, terms_version } = invitation;
  const form = useForm({
    initial: { password: '', agreed: false },
    guard: false,
    check: ({ agreed }) => (terms_version !== null && !agreed ? { agreed: t.invitation.mustAgree } : {}),
    send: async ({ password }) => {
      const body = {
        ...(has_login ? {} : { password }),
        ...(terms_version === null ? {} : { terms_version }),
      };
      await (has_login ? ownApi : openApi).post('/v2/public/invitations/{token}', { params: { token }, body });
      accepted();
    },
  });
  return (
    <Form form={form} action={t.invitation.accept}>
      {has_login ? null : <NewPassword {...form.field('password')} />}
      {terms_url === null ? null : (
        <p>
          <a href={terms_url} target="_blank" rel="noreferrer">
            {t.invitation.terms}
          </a>
        </p>
      )}
      {terms_version === null ? null : <CheckField {...form.field('agreed')} label={t.invitation.agree} />}
    </Form>
  );
};

const Opened = ({ token, invitation }: OpenedProps) => {
  const { invitation: t } = account.t;
  const [done, setDone] = useState(false);
  // Which address has logged in, if anybody has.
  const me = useAnswer(async () => (hasTokens() ? ownApi.get('/v2/me') : undefined), []);
  if (done) {
    const member = invitation.kind === 'member';
    return (
      <End
        title={t.done}
        action={
          <LinkButton kind="primary" to={member ? '/console/' : portalAddress(invitation.portal_host)}>
            {member ? t.toConsole : t.toPortal}
          </LinkButton>
        }
      >
        {t.doneText}
      </End>
    );
  }
  const other = me.data !== undefined && me.data.email.toLowerCase() !== invitation.email.toLowerCase();
  return (
    <>
      <Words invitation={invitation} />
      {other ? (
        <OtherLogin email={invitation.email} />
      ) : invitation.has_login && !hasTokens() ? (
        <LogInFirst />
      ) : (
        <Accept token={token} invitation={invitation} accepted={() => setDone(true)} />
      )}
    </>
  );
};

/** Where an invitation leads, into a team or into a program. */
const InvitationPage = ({ token }: { readonly token: string }) => {
  const invitation = useAnswer(() => openApi.get('/v2/public/invitations/{token}', { params: { token } }), [token]);
  const { problem } = invitation;
  if (token === '' || problem?.code === 'not_found' || problem?.code === 'gone') return <Gone />;
  return <Answer of={invitation}>{(found) => <Opened token={token} invitation={found} />}</Answer>;
};

export const invitationPage: AccountPageModule = { Page: InvitationPage, texts: [account] };
