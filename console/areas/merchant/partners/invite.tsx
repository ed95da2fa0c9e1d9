import { useState } from 'preact/hooks';
import { problemFrom } from '../../../api/problem.ts';
import { go, href } from '../../../app/router.ts';
import { parts } from '../../../app/texts.ts';
import { inBatches } from '../../../parts/batches.ts';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { optionsOf, useGroups, useTags } from '../../../parts/definitions.ts';
import { SelectField, TextAreaField, TextField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { refusalText } from '../../../parts/refusals.ts';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { addressesIn } from './addresses.ts';
import { BulkReport, type Reported } from './bulk-report.tsx';
import { invitations, partners } from './texts.ts';
import './partners.css';

interface Values {
  readonly emails: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly group_key: string;
  readonly tags: readonly string[];
  readonly message: string;
}

const NOTHING: Values = {
  ...{ emails: '', first_name: '', last_name: '', company: '', group_key: '', tags: [], message: '' },
};

const invite = async (email: string, { emails: _emails, tags, ...texts }: Values): Promise<Reported> => {
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  try {
    await api.post('/v2/invitations', { body: { email, ...given, ...(tags.length === 0 ? {} : { tags }) } });
    return { key: email, name: email, result: 'done', why: '' };
  } catch (thrown) {
    return { key: email, name: email, result: 'refused', why: refusalText(problemFrom(thrown)) };
  }
};

const inviteAll = (values: Values, told: (done: number) => void): Promise<readonly Reported[]> => {
  const { good } = addressesIn(values.emails);
  // Names are of one person.
  const own = good.length === 1 ? values : { ...values, first_name: '', last_name: '', company: '' };
  return inBatches(good, 4, (batch) => Promise.all(batch.map((email) => invite(email, own))), told);
};

const wrongIn = ({ emails }: Values): Readonly<Record<string, string>> => {
  const { good, bad } = addressesIn(emails);
  if (bad.length > 0) return { emails: invitations.t.noAddress(bad.slice(0, 5).join(', ')) };
  return good.length === 0 ? { emails: parts.t.form.missing } : {};
};

/** Sends invitations, to one person or to many. */
export const Invite = () => {
  const { t } = invitations;
  const [groups, tags] = [useGroups(), useTags()];
  const [sending, setSending] = useState<{ readonly done: number; readonly total: number }>();
  const [report, setReport] = useState<readonly Reported[]>();
  const form = useForm<Values>({
    keep: 'invitations',
    initial: NOTHING,
    check: wrongIn,
    send: async (values) => {
      const total = addressesIn(values.emails).good.length;
      setSending({ done: 0, total });
      const reported = await inviteAll(values, (done) => setSending({ done, total }));
      setSending(undefined);
      if (reported.some(({ result }) => result === 'refused')) return setReport(reported);
      tell(t.sent(reported.length));
      await go('/partners/invitations');
    },
  });
  const count = addressesIn(form.values.emails).good.length;
  const again = (): void => {
    setReport(undefined);
    form.reset(NOTHING);
  };
  return (
    <Page title={t.invite} lead={t.inviteLead} back={{ to: '/partners/invitations', title: t.title }}>
      <Card>
        {report !== undefined ? (
          <>
            <BulkReport of={report} />
            <div class="actions">
              <Button onClick={again}>{t.more}</Button>
              <LinkButton kind="primary" to={href('/partners/invitations')}>
                {t.toList}
              </LinkButton>
            </div>
          </>
        ) : sending !== undefined ? (
          <Progress label={t.sending} done={sending.done} total={sending.total} />
        ) : (
          <Form form={form} action={count > 1 ? t.sendMany(count) : t.send}>
            <TextAreaField {...form.field('emails', 'email')} label={t.emails} hint={t.emailsHint} required rows={3} />
            {count > 1 ? null : (
              <>
                <TextField {...form.field('first_name')} label={partners.t.firstName} />
                <TextField {...form.field('last_name')} label={partners.t.lastName} />
                <TextField {...form.field('company')} label={partners.t.company} />
              </>
            )}
            <SelectField
              {...form.field('group_key')}
              label={partners.t.group}
              options={[{ value: '', title: partners.t.defaultGroup }, ...optionsOf(groups.data)]}
            />
            <ChoiceField {...form.field('tags')} label={partners.t.tags} options={optionsOf(tags.data)} />
            <TextAreaField {...form.field('message')} label={t.message} hint={t.messageHint} />
          </Form>
        )}
      </Card>
    </Page>
  );
};
