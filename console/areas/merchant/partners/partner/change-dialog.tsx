import type { Partnership, Patchs } from '../../../../api/operations.ts';
import { parts } from '../../../../app/texts.ts';
import { ChoiceField } from '../../../../parts/choice-field.tsx';
import { nameIn, optionsOf, useGroups, useTags } from '../../../../parts/definitions.ts';
import { Dialog } from '../../../../parts/dialog.tsx';
import { SelectField, TextAreaField } from '../../../../parts/fields.tsx';
import { Form, type FormState, useForm } from '../../../../parts/form.tsx';
import { PartnerField } from '../../../../parts/partner-field.tsx';
import { tell } from '../../../../parts/toasts.tsx';
import { api } from '../../../../session/person.ts';
import { ProfileFields } from '../profile-fields.tsx';
import { partners, partner as texts } from '../texts.ts';

/** What can be changed about a partner, each in a dialog of its own. */
export type Change = 'profile' | 'group' | 'tags' | 'recruiter' | 'deactivate';

interface Values {
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly country: string;
  readonly group_key: string;
  readonly tags: readonly string[];
  readonly recruiter: string;
  readonly reason: string;
}

const valuesOf = (partner: Partnership): Values => ({
  email: partner.email,
  first_name: partner.first_name ?? '',
  last_name: partner.last_name ?? '',
  company: partner.company ?? '',
  country: partner.country ?? '',
  group_key: partner.group_key,
  tags: partner.tags,
  recruiter: '',
  reason: '',
});

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

type Body = Patchs['/v2/partnerships/{partnership}']['body'];

/** The request of a change. */
export const changeBody = (change: Change, values: Values): Body => {
  switch (change) {
    case 'profile':
      return {
        email: values.email.trim(),
        first_name: orNull(values.first_name),
        last_name: orNull(values.last_name),
        company: orNull(values.company),
        country: orNull(values.country),
      };
    case 'group':
      return { group_key: values.group_key };
    case 'tags':
      return { tags: values.tags };
    case 'recruiter':
      return { recruited_by: values.recruiter === '' ? null : values.recruiter };
    case 'deactivate':
      return { status: 'inactive', ...(values.reason.trim() === '' ? {} : { status_reason: values.reason.trim() }) };
  }
};

interface FieldsProps {
  readonly form: FormState<Values>;
  readonly change: Change;
}

const Fields = ({ form, change }: FieldsProps) => {
  const { t } = partners;
  const [groups, tags] = [useGroups(), useTags()];
  switch (change) {
    case 'profile':
      return <ProfileFields field={(name) => form.field(name)} />;
    case 'group':
      return <SelectField {...form.field('group_key')} label={t.group} options={optionsOf(groups.data)} />;
    case 'tags':
      return (
        <ChoiceField
          {...form.field('tags')}
          label={t.tags}
          options={optionsOf(tags.data)}
          names={Object.fromEntries(form.values.tags.map((tag) => [tag, nameIn(tags.data, tag)]))}
        />
      );
    case 'recruiter':
      return <PartnerField {...form.field('recruiter', 'recruited_by')} label={texts.t.recruiter} required />;
    case 'deactivate':
      return <TextAreaField {...form.field('reason', 'status_reason')} label={t.reason} hint={t.reasonHint} rows={2} />;
  }
};

interface ChangeDialogProps {
  readonly partner: Partnership;
  readonly change: Change;
  readonly close: (changed: boolean) => void;
}

/** Changes something about a partner. */
export const ChangeDialog = ({ partner, change, close }: ChangeDialogProps) => {
  const { t } = texts;
  const { title, text, action, done } = t.changes[change];
  const form = useForm<Values>({
    initial: valuesOf(partner),
    guard: false,
    check: ({ email, recruiter }) => ({
      ...(change === 'profile' && email.trim() === '' ? { email: parts.t.form.missing } : {}),
      ...(change === 'recruiter' && recruiter === '' ? { recruiter: parts.t.form.missing } : {}),
    }),
    send: async (values) => {
      await api.patch('/v2/partnerships/{partnership}', {
        params: { partnership: partner.key },
        body: changeBody(change, values),
      });
      tell(done);
      close(true);
    },
  });
  return (
    <Dialog title={title} close={() => close(false)}>
      <Form form={form} action={action} hurts={change === 'deactivate'} cancel={() => close(false)}>
        {text === '' ? null : <p>{text}</p>}
        <Fields form={form} change={change} />
      </Form>
    </Dialog>
  );
};
