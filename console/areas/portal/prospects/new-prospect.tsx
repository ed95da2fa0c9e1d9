import type { Gets } from '../../../api/operations.ts';
import { locale } from '../../../app/language.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { separatorsOf } from '../../../parts/decimals.ts';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, partnership } from '../../../session/person.ts';
import { FormFieldOf } from './form-field.tsx';
import { answersOf, initialOf, problemsOf, type Values } from './form-values.ts';
import { Nothing } from './frame.tsx';
import { prospects } from './texts.ts';

type Kind = 'lead' | 'deal';
type OwnForm = Gets['/v2/portal/leads/form']['data'];

const submit = async (kind: Kind, answers: ReturnType<typeof answersOf>): Promise<string> => {
  if (kind === 'lead') {
    const { key } = await api.post('/v2/portal/leads', { body: { answers } });
    return `/prospects/leads/${key}`;
  }
  const { key } = await api.post('/v2/portal/deals', { body: { answers } });
  return `/prospects/deals/${key}`;
};

const Asked = ({ kind, of, currency }: { readonly kind: Kind; readonly of: OwnForm; readonly currency: string }) => {
  const { t } = prospects;
  // The currency is the program's: nobody has to say it.
  const fields = of.fields.filter(
    ({ field_key, built_in }) => !(kind === 'deal' && built_in && field_key === 'currency'),
  );
  const separators = separatorsOf(locale());
  const form = useForm<Values>({
    keep: kind,
    initial: initialOf(fields),
    check: (values) => problemsOf(fields, values, { ...parts.t.form, separators }),
    send: async (values) => {
      const to = await submit(kind, answersOf(fields, values, separators));
      tell(kind === 'lead' ? t.leadDone : t.dealDone);
      await go(to);
    },
  });
  return (
    <Card title={of.title}>
      {of.description === '' ? null : <p class="form-text">{of.description}</p>}
      <Form form={form} action={kind === 'lead' ? t.submitLead : t.submitDeal}>
        {fields.map((field) => (
          <FormFieldOf
            key={field.field_key}
            field={field}
            tied={form.field(field.field_key, `answers.${field.field_key}`)}
            kind={kind}
            currency={currency}
          />
        ))}
      </Form>
    </Card>
  );
};

/** The form of the program by which a lead or deal is handed in. */
export const NewProspect = ({ kind }: { readonly kind: Kind }) => {
  const { t } = prospects;
  const form = useAnswer(async () => {
    const [of, { currency }] = await Promise.all([
      kind === 'lead' ? api.get('/v2/portal/leads/form') : api.get('/v2/portal/deals/form'),
      api.get('/v2/portal/profile'),
    ]);
    return { of, currency };
  }, [partnership.value?.key, kind]);
  const shown = kind === 'lead' ? 'leads' : 'deals';
  return (
    <Page
      title={kind === 'lead' ? t.newLead : t.newDeal}
      lead={kind === 'lead' ? t.leadsLead : t.dealsLead}
      back={
        kind === 'lead' ? { to: '/prospects', title: t.backToLeads } : { to: '/prospects/deals', title: t.backToDeals }
      }
    >
      <Answer of={form} lines={10}>
        {({ of, currency }) =>
          of.enabled ? <Asked kind={kind} of={of} currency={currency} /> : <Nothing shown={shown} enabled={false} />
        }
      </Answer>
    </Page>
  );
};
