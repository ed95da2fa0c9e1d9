import type { FormTemplate } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ConfirmDialog, Dialog } from '../../../parts/dialog.tsx';
import { SelectField } from '../../../parts/fields.tsx';
import type { Option } from '../../../parts/filters.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { forms } from './texts.ts';

interface FormDialogProps {
  readonly template: FormTemplate;
  readonly changed: () => Promise<void>;
  readonly close: () => void;
}

/** More groups than a program has. */
const ALL = 250;

/** Takes a form back to what every group begins with. */
export const ResetDialog = ({ template, changed, close }: FormDialogProps) => {
  const { t } = forms;
  const reset = async (): Promise<void> => {
    await api.post('/v2/form-templates/{form}/reset', { params: { form: template.key } });
    tell(t.againDone);
    await changed();
  };
  return (
    <ConfirmDialog title={t.againTitle} action={t.again} hurts close={close} confirm={reset}>
      <p>{t.againText}</p>
    </ConfirmDialog>
  );
};

const CopyForm = ({ template, changed, close, others }: FormDialogProps & { readonly others: readonly Option[] }) => {
  const { t } = forms;
  const form = useForm({
    initial: { from: others[0]?.value ?? '' },
    guard: false,
    send: async ({ from }) => {
      await api.post('/v2/form-templates/{form}/copy', { params: { form: template.key }, body: { from_group: from } });
      tell(t.copyDone(others.find(({ value }) => value === from)?.title ?? from));
      close();
      await changed();
    },
  });
  return (
    <Form form={form} action={t.copy} cancel={close}>
      <SelectField {...form.field('from', 'from_group')} label={t.copyFrom} options={others} />
    </Form>
  );
};

/** Takes over what the form of another group asks. */
export const CopyDialog = (props: FormDialogProps) => {
  const { t } = forms;
  const { template, close } = props;
  const groups = useAnswer(() => api.get('/v2/groups', { query: { limit: ALL, include_archived: true } }), []);
  return (
    <Dialog title={t.copyTitle} close={close}>
      <p class="muted">{t.copyText}</p>
      <Answer of={groups} lines={2}>
        {({ items }) => {
          const others = items
            .filter(({ key }) => key !== template.group_key)
            .map(({ key, name }) => ({ value: key, title: name }));
          return others.length === 0 ? <p>{t.copyNone}</p> : <CopyForm {...props} others={others} />;
        }}
      </Answer>
    </Dialog>
  );
};
