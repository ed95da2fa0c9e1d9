import { MARKUP_LIMITS } from '../../../../domain/markup.ts';
import type { PortalLook } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Markup } from '../../../parts/markup.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { look } from './texts.ts';
import { Views } from './views.tsx';

interface Values {
  readonly title: string;
  readonly text: string;
}

const problemsOf = ({ title, text }: Values): Partial<Record<keyof Values, string>> => {
  // Neither of both is no welcome page; one without the other is half of one.
  if (title.trim() === '' && text.trim() === '') return {};
  return {
    ...(title.trim() === '' ? { title: parts.t.form.missing } : {}),
    ...(text.trim() === '' ? { text: parts.t.form.missing } : {}),
    ...(text.length > MARKUP_LIMITS.text ? { text: look.t.tooLong } : {}),
  };
};

const Editor = ({ of, again }: { readonly of: PortalLook; readonly again: () => Promise<void> }) => {
  const { t } = look;
  const form = useForm<Values>({
    keep: 'welcome',
    initial: { title: of.welcome?.title ?? '', text: of.welcome?.text ?? '' },
    check: problemsOf,
    send: async ({ title, text }) => {
      const welcome = title.trim() === '' ? null : { title: title.trim(), text };
      await api.patch('/v2/portal-look', { body: { welcome } });
      tell(parts.t.saved);
      await again();
    },
  });
  return (
    <div class="columns">
      <Card title={t.welcome}>
        <Form form={form} action={parts.t.save} readOnly={!may('programs:write')}>
          <TextField {...form.field('title', 'welcome.title')} label={t.pageTitle} hint={t.welcomeHint} />
          <TextAreaField {...form.field('text', 'welcome.text')} label={t.text} hint={t.marks} rows={14} />
        </Form>
      </Card>
      <Card title={t.preview}>
        <p class="look-title">{form.values.title}</p>
        <Markup text={form.values.text} />
      </Card>
    </div>
  );
};

/** What partners read first. */
export const Welcome = () => {
  const { t } = look;
  const answered = useAnswer(() => api.get('/v2/portal-look'), []);
  return (
    <Page title={t.title} lead={t.lead}>
      <Views />
      <Answer of={answered} lines={12}>
        {(of) => <Editor key={of.updated_at ?? 0} of={of} again={answered.again} />}
      </Answer>
    </Page>
  );
};
