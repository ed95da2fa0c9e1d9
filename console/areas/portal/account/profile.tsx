import type { PortalProfile } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Preferences } from '../../../app/shell.tsx';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { CountryField } from '../../../parts/country-field.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { dateText } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, partnership } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { account } from './texts.ts';

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const Editor = ({ of }: { readonly of: PortalProfile }) => {
  const { t } = account;
  const form = useForm({
    initial: {
      first_name: of.first_name ?? '',
      last_name: of.last_name ?? '',
      company: of.company ?? '',
      country: of.country ?? '',
    },
    send: async ({ first_name, last_name, company, country }) => {
      const names = { first_name: orNull(first_name), last_name: orNull(last_name), company: orNull(company) };
      await api.patch('/v2/portal/profile', { body: { ...names, country: orNull(country) } });
      tell(t.saved);
    },
  });
  return (
    <Card title={t.profile}>
      <p class="muted">{t.joined(dateText(of.joined_at))}</p>
      <Form form={form} action={t.save}>
        <TextField {...form.field('first_name')} label={t.firstName} autocomplete="given-name" />
        <TextField {...form.field('last_name')} label={t.lastName} autocomplete="family-name" />
        <TextField {...form.field('company')} label={t.company} autocomplete="organization" />
        <CountryField {...form.field('country')} label={t.country} none={t.noCountry} />
      </Form>
      <p>
        {t.email}: <strong>{of.email}</strong> <span class="muted">{t.emailNote}</span>{' '}
        <a href={href('/account/login')}>{t.changeEmail}</a>
      </p>
    </Card>
  );
};

/** Who the partner is in the program. */
export const Profile = () => {
  const { t } = account;
  const profile = useAnswer(() => api.get('/v2/portal/profile'), [partnership.value?.key]);
  return (
    <Frame>
      <Answer of={profile} lines={10}>
        {(of) => (
          <>
            <Editor of={of} />
            <Card title={t.language}>
              <p class="muted">{t.languageText}</p>
              <Preferences />
            </Card>
          </>
        )}
      </Answer>
    </Frame>
  );
};
