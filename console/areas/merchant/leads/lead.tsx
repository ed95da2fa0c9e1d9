import { useState } from 'preact/hooks';
import type { Lead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { doing } from '../../../parts/doing.ts';
import { Facts } from '../../../parts/facts.tsx';
import { When } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { ProspectDetails } from '../../../parts/prospects/details.tsx';
import {
  amountFact,
  countryFact,
  emailFact,
  linkFact,
  momentFact,
  partnerFact,
  useGroupFact,
} from '../../../parts/prospects/known.tsx';
import { api, may } from '../../../session/person.ts';
import { DecideLead } from './decide-lead.tsx';
import { type LeadStep, stepsOf } from './lead-steps.ts';
import { LeadBadge, leadName } from './leads-list.tsx';
import { leads } from './texts.ts';

const About = ({ lead }: { readonly lead: Lead }) => {
  const { t } = leads;
  const group = useGroupFact(t.group, lead.group_key);
  const { attribution, deal_key } = lead;
  return (
    <Card title={t.about}>
      <Facts
        of={[
          [t.status, <LeadBadge key="status" of={lead} />],
          [t.archived, lead.archived ? t.archivedText : null],
          [t.reason, lead.reason],
          partnerFact(t.partner, lead, t.nobody),
          [t.company, lead.company],
          emailFact(t.email, lead.email),
          [t.phone, lead.phone],
          countryFact(t.country, lead.country),
          amountFact(t.amount, lead),
          [t.customer, lead.customer_key],
          [t.attribution, attribution === null ? null : t.attributions[attribution]],
          group,
          [t.source, t.sources[lead.source]],
          [t.submittedAt, <When key="at" at={lead.created_at} style="minute" />],
          momentFact(t.editedAt, lead.edited_at),
          [t.externalKey, lead.external_key],
          linkFact(t.deal, deal_key === null ? null : href(`/deals/${deal_key}`), t.toDeal),
          ...Object.entries(lead.metadata),
        ]}
      />
    </Card>
  );
};

const useMoves = (lead: Lead | undefined, again: () => Promise<void>) => {
  const { t } = leads;
  const run = doing(again);
  const key = lead?.key ?? '';
  return {
    convert: async (to: 'customer' | 'deal'): Promise<void> => {
      const { title, text, action, done } = t.convert[to];
      if (!(await ask({ title, text, action, hurts: false }))) return;
      await run(() => api.post('/v2/leads/{lead}/convert', { params: { lead: key }, body: { to } }), done);
    },
    archive: async (): Promise<void> => {
      if (!(await ask({ title: t.archiveAsk, text: t.archiveText, action: t.archive }))) return;
      await run(() => api.delete('/v2/leads/{lead}', { params: { lead: key } }), t.archivedDone);
    },
  };
};

const Actions = ({
  lead,
  open,
  again,
}: {
  readonly lead: Lead;
  readonly open: (step: LeadStep) => void;
  readonly again: () => Promise<void>;
}) => {
  const { t } = leads;
  const { convert, archive } = useMoves(lead, again);
  if (!may('leads:write') || lead.archived) return null;
  const [first] = stepsOf(lead);
  return (
    <>
      <Button kind="plain" onClick={() => void archive()}>
        {t.archive}
      </Button>
      {lead.status === 'rejected' || lead.status === 'withdrawn' ? null : (
        <>
          <Button onClick={() => void convert('customer')}>{t.convert.customer.action}</Button>
          {lead.deal_key === null && may('deals:write') ? (
            <Button onClick={() => void convert('deal')}>{t.convert.deal.action}</Button>
          ) : null}
        </>
      )}
      {stepsOf(lead)
        .toReversed()
        .map((step) => (
          <Button
            key={step}
            kind={step === 'rejected' ? 'danger' : step === first && step !== 'assign' ? 'primary' : 'normal'}
            onClick={() => open(step)}
          >
            {t.steps[step].action}
          </Button>
        ))}
    </>
  );
};

/** One lead: what is known, what was answered, what happened, and what can be decided. */
export const LeadPage = ({ lead }: { readonly lead: string }) => {
  const { t } = leads;
  const [step, setStep] = useState<LeadStep>();
  const params = { lead };
  const answered = useAnswer(() => api.get('/v2/leads/{lead}', { params }), [lead]);
  const { data } = answered;
  return (
    <Page
      title={data === undefined ? t.lead : leadName(data)}
      back={{ to: '/leads', title: t.title }}
      actions={data === undefined ? undefined : <Actions lead={data} open={setStep} again={answered.again} />}
    >
      <Answer of={answered} lines={12}>
        {(shown) => (
          <ProspectDetails
            of={shown}
            words={t}
            about={<About lead={shown} />}
            files={async () => (await api.get('/v2/leads/{lead}/files', { params })).files}
            address={(file) => api.get('/v2/leads/{lead}/files/{file}', { params: { ...params, file } })}
            history={(page) => api.get('/v2/leads/{lead}/history', { params, query: page })}
          />
        )}
      </Answer>
      {step === undefined || data === undefined ? null : (
        <DecideLead
          lead={data}
          step={step}
          close={(changed) => {
            setStep(undefined);
            if (changed) void answered.again();
          }}
        />
      )}
    </Page>
  );
};
