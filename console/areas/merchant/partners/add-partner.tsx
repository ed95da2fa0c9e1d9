import type { Posts } from '../../../api/operations.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { optionsOf, useGroups, useTags } from '../../../parts/definitions.ts';
import { SelectField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { nameOf } from '../../../parts/partner-name.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { ProfileFields } from './profile-fields.tsx';
import { partners } from './texts.ts';

interface Values {
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly country: string;
  readonly partner_key: string;
  readonly group_key: string;
  readonly tags: readonly string[];
  readonly password: string;
}

const NOTHING: Values = {
  ...{ email: '', first_name: '', last_name: '', company: '', country: '', partner_key: '' },
  ...{ group_key: '', tags: [], password: '' },
};

/** The request: what was left empty is left out. */
export const bodyOf = ({ tags, email, ...texts }: Values): Posts['/v2/partnerships']['body'] => {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  return { email: email.trim(), ...Object.fromEntries(given), ...(tags.length === 0 ? {} : { tags }) };
};

/** Adds a partner by hand, with a first password if there is to be a login at once. */
export const AddPartner = () => {
  const { t } = partners;
  const [groups, tags] = [useGroups(), useTags()];
  const form = useForm<Values>({
    initial: NOTHING,
    check: ({ email }) => (email.trim() === '' ? { email: parts.t.form.missing } : {}),
    send: async (values) => {
      const made = await api.post('/v2/partnerships', { body: bodyOf(values) });
      tell(t.added(nameOf(made)));
      await go(`/partners/${made.key}`);
    },
  });
  return (
    <Page title={t.add} lead={t.addLead} back={{ to: '/partners', title: t.title }}>
      <Card>
        <Form form={form} action={t.addAction}>
          <ProfileFields field={(name) => form.field(name)} />
          <SelectField
            {...form.field('group_key')}
            label={t.group}
            options={[{ value: '', title: t.defaultGroup }, ...optionsOf(groups.data)]}
          />
          <ChoiceField {...form.field('tags')} label={t.tags} options={optionsOf(tags.data)} />
          <TextField {...form.field('partner_key')} label={t.key} hint={t.keyHint} />
          <TextField
            {...form.field('password')}
            label={t.password}
            hint={t.passwordHint}
            type="password"
            autocomplete="new-password"
          />
        </Form>
      </Card>
    </Page>
  );
};
