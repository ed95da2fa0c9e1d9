import { useState } from 'preact/hooks';
import { go } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { NotFound } from '../../../parts/empty-state.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, partnership } from '../../../session/person.ts';
import { type Link, nameOf } from './link.ts';
import { links } from './texts.ts';

interface Values {
  /** Only asked of a new link: an address that is given out stays. */
  readonly slug: string;
  readonly name: string;
  readonly destination: string;
  readonly source: string;
  readonly medium: string;
  readonly campaign: string;
  readonly term: string;
  readonly content: string;
}

const EMPTY: Values = {
  slug: '',
  name: '',
  destination: '',
  source: '',
  medium: '',
  campaign: '',
  term: '',
  content: '',
};

const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** What the form says, as the API takes it; what is empty is taken away. */
const bodyOf = (values: Values) => {
  const utm = {
    utm_source: given(values.source),
    utm_medium: given(values.medium),
    utm_campaign: given(values.campaign),
    utm_term: given(values.term),
    utm_content: given(values.content),
  };
  return {
    name: given(values.name) ?? null,
    destination_url: given(values.destination) ?? null,
    utm: Object.values(utm).some((value) => value !== undefined) ? utm : null,
  };
};

const valuesOf = ({ slug, name, destination_url, utm }: Link): Values => ({
  slug,
  name: name ?? '',
  destination: destination_url ?? '',
  source: utm.utm_source ?? '',
  medium: utm.utm_medium ?? '',
  campaign: utm.utm_campaign ?? '',
  term: utm.utm_term ?? '',
  content: utm.utm_content ?? '',
});

const Fields = ({ form }: { readonly form: FormState<Values> }) => {
  const { t } = links;
  return (
    <>
      <TextField {...form.field('name')} label={t.name} hint={t.nameHint} />
      <TextField
        {...form.field('destination', 'destination_url')}
        type="url"
        label={t.destination}
        hint={t.destinationHint}
        placeholder="https://"
      />
      <fieldset class="fieldset">
        <legend>{t.tracking}</legend>
        <p class="muted small">{t.trackingText}</p>
        <TextField {...form.field('content', 'utm.utm_content')} label={t.subId} hint={t.subIdHint} />
        <div class="columns">
          <TextField {...form.field('source', 'utm.utm_source')} label={t.source} />
          <TextField {...form.field('medium', 'utm.utm_medium')} label={t.medium} />
          <TextField {...form.field('campaign', 'utm.utm_campaign')} label={t.campaign} />
          <TextField {...form.field('term', 'utm.utm_term')} label={t.term} />
        </div>
      </fieldset>
    </>
  );
};

/** A link that is to be made. */
export const NewLink = () => {
  const { t } = links;
  const form = useForm({
    initial: EMPTY,
    send: async (values) => {
      const own = given(values.slug);
      await api.post('/v2/portal/links', { body: { ...bodyOf(values), ...(own === undefined ? {} : { slug: own }) } });
      tell(t.createdText);
      await go('/links');
    },
  });
  return (
    <Page title={t.newTitle} lead={t.newLead} back={{ to: '/links', title: t.back }}>
      <Card>
        <Form form={form} action={t.create} cancel={() => void go('/links')}>
          <Fields form={form} />
          <TextField {...form.field('slug')} label={t.slug} hint={t.slugHint} />
        </Form>
      </Card>
    </Page>
  );
};

const Editor = ({ link, again }: { readonly link: Link; readonly again: () => Promise<void> }) => {
  const { t } = links;
  const [removing, setRemoving] = useState(false);
  const params = { link: link.key };
  const form = useForm({
    initial: valuesOf(link),
    send: async (values) => {
      await api.patch('/v2/portal/links/{link}', { params, body: bodyOf(values) });
      tell(t.saved);
    },
  });
  const turn = async (archived: boolean): Promise<void> => {
    try {
      await api.patch('/v2/portal/links/{link}', { params, body: { archived } });
      tell(archived ? t.switchedOff : t.switchedOn);
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  return (
    <>
      <Card>
        <Form form={form} action={t.save}>
          <Fields form={form} />
        </Form>
      </Card>
      <div class="actions">
        <Button onClick={() => void turn(!link.archived)}>{link.archived ? t.switchOn : t.switchOff}</Button>
        <Button kind="danger" onClick={() => setRemoving(true)}>
          {t.remove}
        </Button>
      </div>
      {removing ? (
        <ConfirmDialog
          title={t.removeTitle}
          action={t.remove}
          hurts
          close={() => setRemoving(false)}
          confirm={async () => {
            await api.delete('/v2/portal/links/{link}', { params });
            tell(t.removed);
            await go('/links');
          }}
        >
          <p>{t.removeText}</p>
          <code class="address">{link.url}</code>
        </ConfirmDialog>
      ) : null}
    </>
  );
};

const MOST = 100;

/** A link that is there: its name, where it leads, whether it counts. */
export const LinkPage = ({ link: key }: { readonly link: string }) => {
  const { t } = links;
  const list = useAnswer(() => api.get('/v2/portal/links', { query: { limit: MOST } }), [partnership.value?.key]);
  const link = list.data?.items.find((each) => each.key === key);
  if (list.data !== undefined && (link === undefined || !list.data.custom_links)) return <NotFound />;
  return (
    <Page title={link === undefined ? t.link : nameOf(link)} lead={link?.url} back={{ to: '/links', title: t.back }}>
      <Answer of={list} lines={10}>
        {() => (link === undefined ? null : <Editor link={link} again={list.again} />)}
      </Answer>
    </Page>
  );
};
