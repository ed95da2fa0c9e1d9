import { useState } from 'preact/hooks';
import type { FormTemplate } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Button } from '../../../parts/button.tsx';
import { TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { type Draft, draftOf, type FormValues, faultsOf, inputsOf } from './drafts.ts';
import { FieldList } from './field-list.tsx';
import { CopyDialog, ResetDialog } from './form-dialogs.tsx';
import { FormPreview } from './form-preview.tsx';
import { forms } from './texts.ts';

interface FormEditorProps {
  readonly template: FormTemplate;
  readonly changed: () => Promise<void>;
}

const areWrong = (drafts: readonly Draft[]): boolean =>
  drafts.some((draft) => Object.keys(faultsOf(draft, drafts)).length > 0);

const useTemplate = ({ template, changed }: FormEditorProps): { form: FormState<FormValues>; tried: boolean } => {
  const { t } = forms;
  // What is missing in a field is said when somebody has tried to save, not while it is still being written.
  const [tried, setTried] = useState(false);
  const form = useForm<FormValues>({
    keep: `form-${template.key}`,
    initial: {
      title: template.title,
      description: template.description,
      fields: template.fields.map(draftOf),
    },
    check: ({ title, fields }) => {
      setTried(true);
      return {
        ...(title.trim() === '' ? { title: parts.t.form.missing } : {}),
        ...(areWrong(fields) ? { fields: t.fieldsWrong } : {}),
      };
    },
    send: async ({ title, description, fields }) => {
      await api.patch('/v2/form-templates/{form}', {
        params: { form: template.key },
        body: { title: title.trim(), description: description.trim(), fields: inputsOf(fields) },
      });
      tell(t.saved);
      await changed();
    },
  });
  return { form, tried };
};

const Tools = (props: FormEditorProps) => {
  const { t } = forms;
  const [wish, setWish] = useState<'reset' | 'copy'>();
  const close = (): void => setWish(undefined);
  return (
    <>
      <span class="row-actions">
        <Button kind="plain" onClick={() => setWish('copy')}>
          {t.copy}
        </Button>
        <Button kind="plain" onClick={() => setWish('reset')}>
          {t.again}
        </Button>
      </span>
      {wish === 'reset' ? <ResetDialog {...props} close={close} /> : null}
      {wish === 'copy' ? <CopyDialog {...props} close={close} /> : null}
    </>
  );
};

/** What a form asks, with a preview that follows every key. */
export const FormEditor = (props: FormEditorProps) => {
  const { t } = forms;
  const { template } = props;
  const { form, tried } = useTemplate(props);
  const mayWrite = may('forms:write');
  const { problem } = form.field('fields');
  return (
    <div class="split">
      <Card title={t.edit} actions={mayWrite ? <Tools {...props} /> : null}>
        <p class="muted">{t.editText}</p>
        <Form
          form={form}
          action={t.save}
          readOnly={!mayWrite}
          {...(form.dirty ? { cancel: () => form.reset(), cancelAction: t.discard } : {})}
        >
          <TextField {...form.field('title')} label={t.title} required />
          <TextAreaField {...form.field('description')} label={t.description} rows={3} />
          <FieldList
            kind={template.type}
            drafts={form.values.fields}
            set={(fields) => form.set({ fields })}
            tried={tried}
            problem={form.problem}
            fixed={!mayWrite}
          />
          {problem === undefined ? null : <p class="field-problem">{problem}</p>}
        </Form>
      </Card>
      <FormPreview values={form.values} />
    </div>
  );
};
