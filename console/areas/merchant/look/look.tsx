import { isColour, paletteOf } from '../../../../domain/colours.ts';
import type { PortalLook } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { ColourField, TextField } from '../../../parts/fields.tsx';
import { FileField } from '../../../parts/file-field.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { Preview } from './preview.tsx';
import { look } from './texts.ts';
import { Views } from './views.tsx';

const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
const LOGO_BYTES = 500_000;

const isAddress = (text: string): boolean =>
  text.trim() === '' || /^https?:$/.test(URL.parse(text.trim())?.protocol ?? '');
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const startLogo = async (file: File) => {
  const type = LOGO_TYPES.find((each) => each === file.type) ?? 'image/png';
  const { upload, ...form } = await api.post('/v2/portal-look/uploads', { body: { type, size: file.size } });
  return { upload: form, key: upload };
};

const valuesOf = (of: PortalLook) => ({
  name: of.name,
  upload: '',
  withoutLogo: false,
  primary_color: of.primary_color,
  accent_color: of.accent_color,
  imprint_url: of.imprint_url ?? '',
  privacy_url: of.privacy_url ?? '',
  terms_url: of.terms_url ?? '',
});
type Values = ReturnType<typeof valuesOf>;

const problemsOf = (values: Values): Partial<Record<keyof Values, string>> => {
  const { t } = look;
  const colours = (['primary_color', 'accent_color'] as const).filter((name) => !isColour(values[name].toLowerCase()));
  const addresses = (['imprint_url', 'privacy_url', 'terms_url'] as const).filter((name) => !isAddress(values[name]));
  return {
    ...Object.fromEntries(colours.map((name) => [name, t.notAColour])),
    ...Object.fromEntries(addresses.map((name) => [name, t.notAnAddress])),
  };
};

const logoOf = ({ upload, withoutLogo }: Values) =>
  upload === '' ? (withoutLogo ? { logo: null } : {}) : { logo: { upload } };

const Editor = ({ of, again }: { readonly of: PortalLook; readonly again: () => Promise<void> }) => {
  const { t } = look;
  const form = useForm<Values>({
    keep: 'look',
    initial: valuesOf(of),
    check: problemsOf,
    send: async (values) => {
      await api.patch('/v2/portal-look', {
        body: {
          name: orNull(values.name),
          ...logoOf(values),
          primary_color: values.primary_color.toLowerCase(),
          accent_color: values.accent_color.toLowerCase(),
          imprint_url: orNull(values.imprint_url),
          privacy_url: orNull(values.privacy_url),
          terms_url: orNull(values.terms_url),
        },
      });
      tell(parts.t.saved);
      await again();
    },
  });
  const { values } = form;
  const chosen = { primary: values.primary_color.toLowerCase(), accent: values.accent_color.toLowerCase() };
  const palette = isColour(chosen.primary) && isColour(chosen.accent) ? paletteOf(chosen) : of.palette;
  return (
    <div class="columns">
      <Card title={t.colours}>
        <Form form={form} action={parts.t.save} readOnly={!may('programs:write')}>
          <TextField {...form.field('name')} label={t.name} hint={t.nameHint} />
          {of.logo === null || values.withoutLogo ? null : (
            <p class="look-logo">
              <img src={of.logo.url} alt={t.logoNow} width={of.logo.width} height={of.logo.height} />
              <Button onClick={() => form.set({ withoutLogo: true })}>{t.removeLogo}</Button>
            </p>
          )}
          <FileField
            {...form.field('upload', 'logo.upload')}
            label={t.logo}
            hint={t.logoHint}
            types={LOGO_TYPES}
            mostBytes={LOGO_BYTES}
            start={startLogo}
          />
          <ColourField {...form.field('primary_color')} label={t.primary} hint={t.primaryHint} />
          <ColourField {...form.field('accent_color')} label={t.accent} hint={t.accentHint} />
          <TextField {...form.field('imprint_url')} type="url" label={t.imprint} />
          <TextField {...form.field('privacy_url')} type="url" label={t.privacy} />
          <TextField {...form.field('terms_url')} type="url" label={t.terms} />
        </Form>
      </Card>
      <Preview name={values.name} logo={values.withoutLogo ? null : of.logo} palette={palette} values={values} />
    </div>
  );
};

/** Name, logo, colours and links of the portal, with what partners will see. */
export const Colours = () => {
  const { t } = look;
  const answered = useAnswer(() => api.get('/v2/portal-look'), []);
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <>
          <LinkButton to={href('/connect/domains')}>{t.ownDomain}</LinkButton>
          <LinkButton to={href('/connect/portal')}>{t.embed}</LinkButton>
        </>
      }
    >
      <Views />
      <Answer of={answered} lines={16}>
        {(of) => <Editor key={of.updated_at ?? 0} of={of} again={answered.again} />}
      </Answer>
    </Page>
  );
};
