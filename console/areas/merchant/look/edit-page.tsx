import { MARKUP_LIMITS } from '../../../../domain/markup.ts';
import type { PortalPage } from '../../../api/operations.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Markup } from '../../../parts/markup.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { TargetField, type TargetValue, targetFault, targetOf, targetValue } from '../../../parts/target-field.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { slugOf } from './slugs.ts';
import { look } from './texts.ts';

interface Values {
  readonly title: string;
  readonly slug: string;
  readonly text: string;
  readonly target: TargetValue;
}

const problemsOf = ({ title, text, target }: Values): Partial<Record<keyof Values, string>> => {
  const fault = targetFault(target);
  return {
    ...(title.trim() === '' ? { title: parts.t.form.missing } : {}),
    ...(text.trim() === '' ? { text: parts.t.form.missing } : {}),
    ...(text.length > MARKUP_LIMITS.text ? { text: look.t.tooLong } : {}),
    ...(fault === undefined ? {} : { target: fault }),
  };
};

const Editor = ({ of }: { readonly of: PortalPage | undefined }) => {
  const { t } = look;
  const form = useForm<Values>({
    keep: 'portal-page',
    initial: { title: of?.title ?? '', slug: of?.slug ?? '', text: of?.text ?? '', target: targetValue(of?.target) },
    check: problemsOf,
    send: async ({ title, slug, text, target }) => {
      const address = slug.trim() === '' ? slugOf(title) : slug.trim();
      const body = { title: title.trim(), slug: address, text, target: targetOf(target) };
      if (of === undefined) await api.post('/v2/portal-pages', { body });
      else await api.patch('/v2/portal-pages/{page}', { params: { page: of.key }, body });
      tell(parts.t.saved);
      await go('/look/pages');
    },
  });
  const { values } = form;
  return (
    <div class="columns">
      <Card title={t.page}>
        <Form form={form} action={parts.t.save} readOnly={!may('programs:write')}>
          <TextField {...form.field('title')} label={t.pageTitle} required />
          <TextField {...form.field('slug')} label={t.slug} hint={t.slugHint(slugOf(values.title))} />
          <TextAreaField {...form.field('text')} label={t.text} hint={t.marks} rows={14} required />
          <TargetField {...form.field('target')} />
        </Form>
      </Card>
      <Card title={t.preview}>
        <p class="look-title">{values.title}</p>
        <Markup text={values.text} />
      </Card>
    </div>
  );
};

const BACK = '/look/pages';

/** A new page of the portal. */
export const NewPage = () => (
  <Page title={look.t.newPage} back={{ to: BACK, title: look.t.pages }}>
    <Editor of={undefined} />
  </Page>
);

/** A page of the portal as it stands, to be changed. */
export const EditPage = ({ of }: { readonly of: string }) => {
  const answered = useAnswer(() => api.get('/v2/portal-pages/{page}', { params: { page: of } }), [of]);
  return (
    <Page title={answered.data?.title ?? look.t.page} back={{ to: BACK, title: look.t.pages }}>
      <Answer of={answered} lines={12}>
        {(page) => <Editor of={page} />}
      </Answer>
    </Page>
  );
};
