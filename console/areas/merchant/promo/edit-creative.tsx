import {
  CREATIVE_FILE_TYPES,
  CREATIVE_KINDS,
  CREATIVE_LIMITS,
  type CreativeKind,
  MERGE_FIELDS,
  unknownField,
} from '../../../../domain/creatives.ts';
import type { Creative } from '../../../api/operations.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { NotFound } from '../../../parts/empty-state.tsx';
import { TextAreaField, TextField } from '../../../parts/fields.tsx';
import { FileField } from '../../../parts/file-field.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { TargetField, type TargetValue, targetFault, targetOf, targetValue } from '../../../parts/target-field.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { Preview } from './preview.tsx';
import { CreativeStatistics } from './statistics.tsx';
import { promo } from './texts.ts';
import { type ContentValues, changeBody, contentValues, createBody, missingOf } from './values.ts';

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

interface Values extends ContentValues {
  readonly target: TargetValue;
}

const startOf = (kind: 'banner' | 'file') => async (file: File) => {
  const type = [...IMAGE_TYPES, ...CREATIVE_FILE_TYPES].find((each) => each === file.type) ?? 'image/png';
  const { upload, ...form } = await api.post('/v2/creatives/uploads', { body: { kind, type, size: file.size } });
  return { upload: form, key: upload };
};

const problemsOf = (kind: CreativeKind, values: Values, isNew: boolean): Partial<Record<keyof Values, string>> => {
  const { t } = promo;
  const fault = targetFault(values.target);
  const unknown = (['subject', 'body'] as const).flatMap((name) => {
    const found = kind === 'email' ? unknownField(values[name]) : undefined;
    return found === undefined ? [] : [[name, t.unknownField(found)]];
  });
  return {
    ...Object.fromEntries(missingOf(kind, values, isNew).map((name) => [name, parts.t.form.missing])),
    ...Object.fromEntries(unknown),
    ...(fault === undefined ? {} : { target: fault }),
  };
};

const Content = ({
  kind,
  form,
  isNew,
}: {
  readonly kind: CreativeKind;
  readonly form: FormState<Values>;
  readonly isNew: boolean;
}) => {
  const { t } = promo;
  switch (kind) {
    case 'banner':
      return (
        <>
          <FileField
            {...form.field('upload', 'banner.upload')}
            label={isNew ? t.image : t.newImage}
            hint={t.imageHint}
            required={isNew}
            types={IMAGE_TYPES}
            mostBytes={CREATIVE_LIMITS.image_bytes}
            start={startOf('banner')}
          />
          <TextField {...form.field('alt_text', 'banner.alt_text')} label={t.altText} hint={t.altTextHint} required />
        </>
      );
    case 'text_link':
      return <TextField {...form.field('link_text', 'text_link.text')} label={t.linkText} required />;
    case 'email':
      return (
        <>
          <TextField {...form.field('subject', 'email.subject')} label={t.subject} required />
          <TextAreaField
            {...form.field('body', 'email.body')}
            label={t.body}
            hint={t.mergeFields(MERGE_FIELDS.map((name) => `{${name}}`).join(', '))}
            rows={12}
            required
          />
        </>
      );
    case 'file':
      return (
        <>
          <FileField
            {...form.field('upload', 'file.upload')}
            label={isNew ? t.file : t.newFile}
            hint={t.fileHint}
            required={isNew}
            types={CREATIVE_FILE_TYPES}
            mostBytes={CREATIVE_LIMITS.file_bytes}
            start={startOf('file')}
          />
          <TextField {...form.field('file_name', 'file.name')} label={t.fileName} hint={t.fileNameHint} required />
        </>
      );
  }
};

const Editor = ({ kind, of }: { readonly kind: CreativeKind; readonly of: Creative | undefined }) => {
  const { t } = promo;
  const isNew = of === undefined;
  const form = useForm<Values>({
    keep: 'creative',
    initial: { ...contentValues(of), target: targetValue(of?.target) },
    check: (values) => problemsOf(kind, values, isNew),
    send: async ({ target: chosen, ...values }) => {
      const target = targetOf(chosen);
      if (of === undefined) await api.post('/v2/creatives', { body: { ...createBody(kind, values), target } });
      else {
        const body = { ...changeBody(kind, values), target };
        await api.patch('/v2/creatives/{creative}', { params: { creative: of.key }, body });
      }
      tell(parts.t.saved);
      await go('/promo');
    },
  });
  return (
    <div class="columns">
      <Card title={t.kinds[kind]}>
        <Form form={form} action={parts.t.save} readOnly={!may('programs:write')}>
          <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
          <Content kind={kind} form={form} isNew={isNew} />
          <TextAreaField {...form.field('description')} label={t.description} rows={2} />
          <TextField {...form.field('destination_url')} type="url" label={t.destination} hint={t.destinationHint} />
          <TargetField {...form.field('target')} />
        </Form>
      </Card>
      <Preview kind={kind} values={form.values} of={of} />
    </div>
  );
};

/** New promo material of a kind. */
export const NewCreative = ({ kind: name }: { readonly kind: string }) => {
  const { t } = promo;
  const kind = CREATIVE_KINDS.find((each) => each === name);
  if (kind === undefined) return <NotFound />;
  return (
    <Page title={t.newOf(t.kinds[kind])} back={{ to: '/promo', title: t.title }}>
      <Editor kind={kind} of={undefined} />
    </Page>
  );
};

/** Promo material as it stands, to be changed. */
export const EditCreative = ({ of: key }: { readonly of: string }) => {
  const { t } = promo;
  const answered = useAnswer(() => api.get('/v2/creatives/{creative}', { params: { creative: key } }), [key]);
  if (answered.problem?.code === 'not_found') return <NotFound />;
  return (
    <Page title={answered.data?.name ?? t.title} back={{ to: '/promo', title: t.title }}>
      <Answer of={answered} lines={14}>
        {(of) => (
          <>
            <Editor kind={of.kind} of={of} />
            {of.kind === 'file' ? null : <CreativeStatistics of={of.key} isBanner={of.kind === 'banner'} />}
          </>
        )}
      </Answer>
    </Page>
  );
};
