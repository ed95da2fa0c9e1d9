import { UTM_PARAMETERS } from '../../../../domain/links.ts';
import { CheckField, TextField } from '../../../parts/fields.tsx';
import { Form, type FormState, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { addressFault, addressOf, parametersOf, rowFaults } from './addresses.ts';
import { LinkPreview } from './link-preview.tsx';
import { type LinkValues, linkValues, utmOf } from './link-values.ts';
import { ParameterRows } from './parameter-rows.tsx';
import type { TabProps } from './tab-props.ts';
import { groups } from './texts.ts';

const problemsOf = (values: LinkValues): { destination_url?: string; parameters?: string } => {
  const { t } = groups;
  const wrongRow = rowFaults(values.parameters).some((fault) => fault !== undefined);
  return {
    ...(addressFault(values.destination_url) === undefined ? {} : { destination_url: t.notAnAddress }),
    ...(wrongRow ? { parameters: t.badParameter } : {}),
  };
};

const useLinksForm = ({ group, changed }: TabProps): FormState<LinkValues> =>
  useForm({
    keep: 'group-links',
    initial: linkValues(group),
    check: problemsOf,
    send: async (values) => {
      await api.patch('/v2/groups/{group}', {
        params: { group: group.key },
        body: {
          destination_url: addressOf(values.destination_url),
          utm: utmOf(values),
          parameters: parametersOf(values.parameters),
          referral_links: values.referral_links,
          custom_links: values.custom_links,
        },
      });
      tell(groups.t.saved);
      await changed();
    },
  });

/** Where links of the group lead, what they tell on the way, and what partners may do with them. */
export const LinksTab = (props: TabProps) => {
  const { t } = groups;
  const { program } = props;
  const form = useLinksForm(props);
  const hintOf = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : t.fromProgram(value);
  return (
    <div class="split">
      <Form form={form} action={t.save} readOnly={!may('programs:write')}>
        <Card title={t.landing}>
          <TextField {...form.field('destination_url')} type="url" label={t.destination} hint={t.destinationHint} />
        </Card>
        <Card title={t.utm}>
          <p class="muted">{t.utmText}</p>
          <div class="field-grid">
            {UTM_PARAMETERS.map((name) => (
              <TextField
                key={name}
                {...form.field(name, `utm.${name}`)}
                label={t.utms[name]}
                {...placeholderOf(hintOf(program.utm[name]))}
              />
            ))}
          </div>
        </Card>
        <Card title={t.parameters}>
          <p class="muted">{t.parametersText}</p>
          <ParameterRows {...form.field('parameters')} />
        </Card>
        <Card title={t.partnersAndLinks}>
          <CheckField {...form.field('referral_links')} label={t.referral} hint={t.referralHint} />
          <CheckField {...form.field('custom_links')} label={t.custom} hint={t.customHint} />
        </Card>
      </Form>
      <LinkPreview values={form.values} program={program} />
    </div>
  );
};

const placeholderOf = (text: string | undefined): { readonly placeholder?: string } =>
  text === undefined ? {} : { placeholder: text };
