import type { Gets } from '../../../api/operations.ts';
import { locale } from '../../../app/language.ts';
import { go } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { separatorsOf } from '../../../parts/decimals.ts';
import { NotFound } from '../../../parts/empty-state.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, partnership } from '../../../session/person.ts';
import { FormFieldOf } from './form-field.tsx';
import { answersOf, initialFrom, initialOf, problemsOf, type Value, type Values } from './form-values.ts';
import { Nothing } from './frame.tsx';
import { prospects } from './texts.ts';

type Kind = 'lead' | 'deal';
type OwnForm = Gets['/v2/portal/leads/form']['data'];

/** What was answered before, and what the files were called. */
interface Earlier {
  readonly key: string;
  readonly given: Readonly<Record<string, Value | null>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Hands in, or corrects what has a key, and says where it is followed. */
const submit = async (kind: Kind, answers: ReturnType<typeof answersOf>, key: string | undefined): Promise<string> => {
  const body = { answers };
  if (kind === 'lead') {
    const lead =
      key === undefined
        ? await api.post('/v2/portal/leads', { body })
        : await api.put('/v2/portal/leads/{lead}', { params: { lead: key }, body });
    return `/prospects/leads/${lead.key}`;
  }
  const deal =
    key === undefined
      ? await api.post('/v2/portal/deals', { body })
      : await api.put('/v2/portal/deals/{deal}', { params: { deal: key }, body });
  return `/prospects/deals/${deal.key}`;
};

interface AskedProps {
  readonly kind: Kind;
  readonly of: OwnForm;
  readonly currency: string;
  /** What was handed in, where it is corrected. */
  readonly earlier?: Earlier;
}

const Asked = ({ kind, of, currency, earlier }: AskedProps) => {
  const { t } = prospects;
  // The currency is the program's: nobody has to say it.
  const fields = of.fields.filter(
    ({ field_key, built_in }) => !(kind === 'deal' && built_in && field_key === 'currency'),
  );
  const separators = separatorsOf(locale());
  const form = useForm<Values>({
    keep: earlier?.key ?? kind,
    initial: earlier === undefined ? initialOf(fields) : initialFrom(fields, earlier.given, separators),
    check: (values) => problemsOf(fields, values, { ...parts.t.form, separators }),
    send: async (values) => {
      const to = await submit(kind, answersOf(fields, values, separators), earlier?.key);
      tell(earlier !== undefined ? t.edited : kind === 'lead' ? t.leadDone : t.dealDone);
      await go(to);
    },
  });
  return (
    <Card title={of.title}>
      {of.description === '' ? null : <p class="form-text">{of.description}</p>}
      <Form form={form} action={earlier !== undefined ? t.save : kind === 'lead' ? t.submitLead : t.submitDeal}>
        {fields.map((field) => (
          <FormFieldOf
            key={field.field_key}
            field={field}
            tied={form.field(field.field_key, `answers.${field.field_key}`)}
            kind={kind}
            currency={currency}
            file={earlier?.files[field.field_key]}
          />
        ))}
      </Form>
    </Card>
  );
};

const formOf = async (kind: Kind) => {
  const [of, { currency }] = await Promise.all([
    kind === 'lead' ? api.get('/v2/portal/leads/form') : api.get('/v2/portal/deals/form'),
    api.get('/v2/portal/profile'),
  ]);
  return { of, currency };
};

/** The form of the program by which a lead or deal is handed in. */
export const NewProspect = ({ kind }: { readonly kind: Kind }) => {
  const { t } = prospects;
  const form = useAnswer(() => formOf(kind), [partnership.value?.key, kind]);
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

const earlierOf = async (kind: Kind, key: string) => {
  const [of, { files }] = await (kind === 'lead'
    ? Promise.all([
        api.get('/v2/portal/leads/{lead}', { params: { lead: key } }),
        api.get('/v2/portal/leads/{lead}/files', { params: { lead: key } }),
      ])
    : Promise.all([
        api.get('/v2/portal/deals/{deal}', { params: { deal: key } }),
        api.get('/v2/portal/deals/{deal}/files', { params: { deal: key } }),
      ]));
  const given = Object.fromEntries(of.fields.map(({ field_key, value }) => [field_key, value]));
  const called = files.filter((file) => given[file.field_key] === file.key);
  const earlier = { key, given, files: Object.fromEntries(called.map(({ field_key, name }) => [field_key, name])) };
  return { may: of.may_edit, earlier };
};

/** The form again, with what was answered, to correct it. */
export const EditProspect = ({ kind, of: key }: { readonly kind: Kind; readonly of: string }) => {
  const { t } = prospects;
  const found = useAnswer(async () => {
    const [form, earlier] = await Promise.all([formOf(kind), earlierOf(kind, key)]);
    return { ...form, ...earlier };
  }, [kind, key]);
  if (found.problem?.code === 'not_found') return <NotFound />;
  const title = kind === 'lead' ? t.editLead : t.editDeal;
  return (
    <Page
      title={title}
      lead={t.editLeadText}
      back={{ to: `/prospects/${kind}s/${key}`, title: kind === 'lead' ? t.backToLead : t.backToDeal }}
    >
      <Answer of={found} lines={10}>
        {({ of, currency, may, earlier }) => {
          if (!may) return <p class="note note-info">{t.decided}</p>;
          if (!of.enabled) return <Nothing shown={kind === 'lead' ? 'leads' : 'deals'} enabled={false} />;
          return <Asked kind={kind} of={of} currency={currency} earlier={earlier} />;
        }}
      </Answer>
    </Page>
  );
};
