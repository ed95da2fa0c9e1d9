import type { Link, Partnership } from '../../../../api/operations.ts';
import { parts } from '../../../../app/texts.ts';
import { Dialog } from '../../../../parts/dialog.tsx';
import { TextField } from '../../../../parts/fields.tsx';
import { Form, useForm } from '../../../../parts/form.tsx';
import { api } from '../../../../session/person.ts';
import { partner as texts } from '../texts.ts';

const UTM = ['utm_source', 'utm_medium', 'utm_campaign'] as const;

interface Values extends Readonly<Record<(typeof UTM)[number], string>> {
  readonly slug: string;
  readonly name: string;
  readonly destination_url: string;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What a link is apart from its address. UTM parameters that are not shown here stay. */
const bodyOf = (values: Values, link: Link | undefined) => {
  const given = Object.fromEntries(
    UTM.flatMap((name) => (values[name].trim() === '' ? [] : [[name, values[name].trim()]])),
  );
  const { utm_term, utm_content } = link?.utm ?? {};
  const kept = {
    ...(utm_term === undefined ? {} : { utm_term }),
    ...(utm_content === undefined ? {} : { utm_content }),
  };
  return {
    name: orNull(values.name),
    destination_url: orNull(values.destination_url),
    utm: { ...kept, ...given },
  };
};

interface LinkDialogProps {
  readonly partner: Partnership;
  /** The link that is changed; without it a new one is made. */
  readonly link: Link | undefined;
  readonly close: (changed: boolean) => void;
}

/** Makes a link for a partner, or changes where one leads. */
export const LinkDialog = ({ partner, link, close }: LinkDialogProps) => {
  const { t } = texts;
  const form = useForm<Values>({
    initial: {
      slug: link?.slug ?? '',
      name: link?.name ?? '',
      destination_url: link?.destination_url ?? '',
      utm_source: link?.utm.utm_source ?? '',
      utm_medium: link?.utm.utm_medium ?? '',
      utm_campaign: link?.utm.utm_campaign ?? '',
    },
    guard: false,
    send: async (values) => {
      const body = bodyOf(values, link);
      const slug = values.slug.trim();
      if (link === undefined) {
        await api.post('/v2/links', {
          body: { ...body, partnership_key: partner.key, ...(slug === '' ? {} : { slug }) },
        });
      } else await api.patch('/v2/links/{link}', { params: { link: link.key }, body });
      close(true);
    },
  });
  return (
    <Dialog title={link === undefined ? t.newLink : t.editLink(link.slug)} close={() => close(false)}>
      <Form form={form} action={parts.t.save} cancel={() => close(false)}>
        {link === undefined ? <TextField {...form.field('slug')} label={t.slug} hint={t.slugHint} /> : null}
        <TextField {...form.field('destination_url')} label={t.destination} hint={t.destinationHint} type="url" />
        <TextField {...form.field('name')} label={t.linkName} hint={t.linkNameHint} />
        {UTM.map((name) => (
          <TextField key={name} {...form.field(name, `utm.${name}`)} label={name} />
        ))}
      </Form>
    </Dialog>
  );
};
