import { useState } from 'preact/hooks';
import type { LinkDomain } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { TextField } from '../../../parts/fields.tsx';
import { Badge, When } from '../../../parts/figures.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { DomainPortal } from './domain-portal.tsx';
import { connect } from './texts.ts';
import { Views } from './views.tsx';

const KINDS = { pending: 'warning', verified: 'good', lost: 'bad' } as const;

const Records = ({ of: { host, records } }: { readonly of: LinkDomain }) => {
  const { t } = connect;
  return (
    <ul class="dns">
      {records.map(({ type, name, value, found }) => (
        <li key={type}>
          <Badge kind={found === true ? 'good' : 'neutral'}>{found === true ? t.found : t.notFound}</Badge>{' '}
          <strong>{type}</strong> <code>{name}</code> → <code>{value}</code>{' '}
          <CopyButton text={value} label={t.copyRecord(type, host)} />
        </li>
      ))}
    </ul>
  );
};

const Domain = ({ of, again }: { readonly of: LinkDomain; readonly again: () => Promise<void> }) => {
  const { t } = connect;
  const [busy, setBusy] = useState(false);
  const params = { domain: of.key };
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    await act().catch(tellProblem);
    await again();
    setBusy(false);
  };
  const remove = async (): Promise<void> => {
    if (!(await ask({ title: t.removeOf(of.host), text: t.removeText, action: t.remove }))) return;
    await api.delete('/v2/domains/{domain}', { params });
    tell(t.removed);
  };
  return (
    <Card title={of.host} actions={<Badge kind={KINDS[of.status]}>{t.domainStates[of.status]}</Badge>}>
      <p>{t.domainTexts[of.status]}</p>
      <Records of={of} />
      {of.checked_at === null ? null : (
        <p class="muted small">
          {t.checkedAt} <When at={of.checked_at} style="minute" />
        </p>
      )}
      <DomainPortal of={of} again={again} />
      {may('programs:write') ? (
        <div class="actions">
          <Button
            busy={busy}
            label={t.checkOf(of.host)}
            onClick={() => void attempt(() => api.post('/v2/domains/{domain}/verify', { params }))}
          >
            {t.check}
          </Button>
          <Button label={t.removeOf(of.host)} onClick={() => void attempt(remove)}>
            {t.remove}
          </Button>
        </div>
      ) : null}
    </Card>
  );
};

const Add = ({ again }: { readonly again: () => Promise<void> }) => {
  const { t } = connect;
  const form = useForm({
    initial: { host: '' },
    guard: false,
    check: ({ host }): { host?: string } => (host.trim() === '' ? { host: parts.t.form.missing } : {}),
    send: async ({ host }) => {
      await api.post('/v2/domains', { body: { host: host.trim().toLowerCase() } });
      form.reset({ host: '' });
      await again();
    },
  });
  return (
    <Card title={t.addDomain}>
      <Form form={form} action={t.add}>
        <TextField {...form.field('host')} label={t.host} hint={t.hostHint} required />
      </Form>
    </Card>
  );
};

/** Hosts of the merchant's own for links: what to set at the name servers, and whether it was found. */
export const Domains = () => {
  const { t } = connect;
  const answered = useAnswer(
    () =>
      everyItem((page) => api.get('/v2/domains', { query: { ...page, limit: Math.min(page.limit, 100) } }), {
        keyOf: ({ key }) => key,
      }),
    [],
  );
  return (
    <Page title={t.domains} lead={t.domainsLead}>
      <Views />
      {may('programs:write') ? <Add again={answered.again} /> : null}
      <Answer of={answered} lines={6}>
        {(domains) =>
          domains.length === 0 ? (
            <EmptyState title={t.noDomain}>{t.noDomainText}</EmptyState>
          ) : (
            domains.map((domain) => <Domain key={domain.key} of={domain} again={answered.again} />)
          )
        }
      </Answer>
    </Page>
  );
};
