import { useAnswer } from '../../../parts/answer.tsx';
import { TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { addressFault } from './addresses.ts';
import { SocialPreview } from './social-preview.tsx';
import { type SocialValues, socialOf, socialValues } from './social-values.ts';
import type { TabProps } from './tab-props.ts';
import { groups } from './texts.ts';

const secureProblem = (address: string): string | undefined => {
  const { t } = groups;
  const fault = addressFault(address, true);
  return fault === undefined ? undefined : fault === 'secure' ? t.notSecure : t.notAnAddress;
};

const isLinkedin = (address: string): boolean => /^https:\/\/(?:[a-z]{2,3}\.)?linkedin\.com\//i.test(address.trim());

const problemsOf = (values: SocialValues): Partial<Record<keyof SocialValues, string>> => {
  const { t } = groups;
  const { image_url, linkedin_url, x_handle, contact_email } = values;
  const image = secureProblem(image_url);
  const linkedin =
    secureProblem(linkedin_url) ?? (linkedin_url.trim() === '' || isLinkedin(linkedin_url) ? undefined : t.notLinkedin);
  const isHandle = x_handle.trim() === '' || /^@?[A-Za-z0-9_]{1,15}$/.test(x_handle.trim());
  const isEmail = contact_email.trim() === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact_email.trim());
  return {
    ...(image === undefined ? {} : { image_url: image }),
    ...(linkedin === undefined ? {} : { linkedin_url: linkedin }),
    ...(isHandle ? {} : { x_handle: t.notAHandle }),
    ...(isEmail ? {} : { contact_email: t.notEmail }),
  };
};

const useSocialForm = ({ group, changed }: TabProps): FormState<SocialValues> =>
  useForm({
    keep: 'group-social',
    initial: socialValues(group),
    check: problemsOf,
    send: async (values) => {
      await api.patch('/v2/groups/{group}', { params: { group: group.key }, body: { social: socialOf(values) } });
      tell(groups.t.saved);
      await changed();
    },
  });

/** What networks and messengers show of the group's links, with a preview. */
export const SocialTab = (props: TabProps) => {
  const { t } = groups;
  const form = useSocialForm(props);
  const of = <N extends keyof SocialValues>(name: N) => form.field(name, `social.${name}`);
  const domains = useAnswer(() => api.get('/v2/domains'), []);
  // Networks write the host of the link above the title: ours, unless the merchant has one for its links.
  const host = domains.data?.items.find(({ status }) => status === 'verified')?.host ?? location.hostname;
  return (
    <div class="split">
      <Form form={form} action={t.save} readOnly={!may('programs:write')}>
        <Card title={t.social}>
          <p class="muted">{t.socialText}</p>
          <TextField {...of('title')} label={t.socialTitle} hint={t.socialTitleHint} />
          <TextAreaField {...of('description')} label={t.socialDescription} hint={t.socialDescriptionHint} rows={3} />
          <TextField {...of('image_url')} type="url" label={t.image} hint={t.imageHint} />
        </Card>
        <Card title={t.behind}>
          <TextField {...of('x_handle')} label={t.xHandle} hint={t.xHandleHint} />
          <TextField {...of('linkedin_url')} type="url" label={t.linkedin} hint={t.linkedinHint} />
          <TextField {...of('contact_email')} type="email" label={t.contact} />
        </Card>
      </Form>
      <SocialPreview values={form.values} host={host} />
    </div>
  );
};
