import { useState } from 'preact/hooks';
import type { Lead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { countryName } from '../../../parts/countries.ts';
import { nameIn, useGroups } from '../../../parts/definitions.ts';
import { everyItem } from '../../../parts/every-item.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Money, When } from '../../../parts/figures.tsx';
import { FormAnswers } from '../../../parts/form-answers.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { ProspectFiles } from '../../../parts/prospect-files.tsx';
import { ProspectHistory } from '../../../parts/prospect-history.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { DecideLead } from './decide-lead.tsx';
import { type LeadStep, stepsOf } from './lead-steps.ts';
import { LeadBadge, leadName } from './leads-list.tsx';
import { leads } from './texts.ts';

const About = ({ lead }: { readonly lead: Lead }) => {
  const { t } = leads;
  const groups = useGroups();
  const { amount, currency, partnership_key, deal_key, attribution } = lead;
  return (
    <Card title={t.about}>
      <Facts
        of={[
          [t.status, <LeadBadge key="status" of={lead} />],
          [t.archived, lead.archived ? t.archivedText : null],
          [t.reason, lead.reason],
          [
            t.partner,
            partnership_key === null ? (
              t.nobody
            ) : (
              <PartnerName key="partner" of={partnership_key} until={lead.partner_key} />
            ),
          ],
          [t.company, lead.company],
          [
            t.email,
            lead.email === null ? null : (
              <a key="email" href={`mailto:${lead.email}`}>
                {lead.email}
              </a>
            ),
          ],
          [t.phone, lead.phone],
          [t.country, lead.country === null ? null : countryName(lead.country)],
          [
            t.amount,
            amount === null || currency === null ? null : <Money key="amount" amount={amount} currency={currency} />,
          ],
          [t.customer, lead.customer_key],
          [t.attribution, attribution === null ? null : t.attributions[attribution]],
          [t.group, nameIn(groups.data, lead.group_key)],
          [t.source, t.sources[lead.source]],
          [t.submittedAt, <When key="at" at={lead.created_at} style="minute" />],
          [t.externalKey, lead.external_key],
          [
            t.deal,
            deal_key === null ? null : (
              <a key="deal" href={href(`/deals/${deal_key}`)}>
                {t.toDeal}
              </a>
            ),
          ],
          ...Object.entries(lead.metadata),
        ]}
      />
    </Card>
  );
};

const History = ({ lead }: { readonly lead: Lead }) => {
  const { t } = leads;
  const history = useAnswer(
    () =>
      everyItem((page) => api.get('/v2/leads/{lead}/history', { params: { lead: lead.key }, query: page }), {
        keyOf: ({ key }) => key,
      }),
    [lead.key, lead.updated_at],
  );
  const { currency, time_zone } = settingsOfProgram();
  return (
    <Card title={t.history}>
      <Answer of={history} lines={4}>
        {(entries) => (
          <ProspectHistory
            of={entries}
            currency={lead.currency ?? currency}
            words={t.happened}
            by={t.by}
            zone={time_zone}
          />
        )}
      </Answer>
    </Card>
  );
};

const useMoves = (lead: Lead | undefined, again: () => Promise<void>) => {
  const { t } = leads;
  const run = async (what: () => Promise<unknown>, said: string): Promise<void> => {
    try {
      await what();
      tell(said);
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
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
      {lead.status === 'rejected' ? null : (
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
  const answered = useAnswer(() => api.get('/v2/leads/{lead}', { params: { lead } }), [lead]);
  const { data } = answered;
  return (
    <Page
      title={data === undefined ? t.lead : leadName(data)}
      back={{ to: '/leads', title: t.title }}
      actions={data === undefined ? undefined : <Actions lead={data} open={setStep} again={answered.again} />}
    >
      <Answer of={answered} lines={12}>
        {(shown) => (
          <div class="columns">
            <div>
              <About lead={shown} />
              <ProspectFiles
                title={t.files}
                of={shown.key}
                list={async () => {
                  const { files } = await api.get('/v2/leads/{lead}/files', { params: { lead: shown.key } });
                  return files;
                }}
                address={(file) => api.get('/v2/leads/{lead}/files/{file}', { params: { lead: shown.key, file } })}
                fieldName={(key) => shown.fields.find(({ field_key }) => field_key === key)?.name ?? key}
              />
              <Card title={t.answers}>
                {shown.form_version === null ? null : <p class="muted small">{t.version(shown.form_version)}</p>}
                <FormAnswers of={shown.fields} />
              </Card>
            </div>
            <History lead={shown} />
          </div>
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
