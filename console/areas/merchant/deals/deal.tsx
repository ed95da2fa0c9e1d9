import { useState } from 'preact/hooks';
import type { Deal, GroupDealSettings } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { everyItem } from '../../../parts/every-item.ts';
import { FormAnswers } from '../../../parts/form-answers.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { ProspectFiles } from '../../../parts/prospect-files.tsx';
import { ProspectHistory } from '../../../parts/prospect-history.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { About, Duplicate, Stages, Waiting } from './deal-parts.tsx';
import { type DealStep, dealStepsOf } from './deal-steps.ts';
import { dealName } from './deals-list.tsx';
import { DecideDeal } from './decide-deal.tsx';
import { deals } from './texts.ts';
import './deals.css';

const History = ({ deal }: { readonly deal: Deal }) => {
  const { t } = deals;
  const history = useAnswer(
    () =>
      everyItem((page) => api.get('/v2/deals/{deal}/history', { params: { deal: deal.key }, query: page }), {
        keyOf: ({ key }) => key,
      }),
    [deal.key, deal.updated_at],
  );
  const { currency, time_zone } = settingsOfProgram();
  return (
    <Card title={t.history}>
      <Answer of={history} lines={4}>
        {(entries) => (
          <ProspectHistory
            of={entries}
            currency={deal.currency ?? currency}
            words={t.happened}
            by={t.by}
            zone={time_zone}
          />
        )}
      </Answer>
    </Card>
  );
};

interface ActionsProps {
  readonly deal: Deal;
  readonly settings: GroupDealSettings | undefined;
  readonly open: (step: DealStep) => void;
  readonly again: () => Promise<void>;
}

const Actions = ({ deal, settings, open, again }: ActionsProps) => {
  const { t } = deals;
  const params = { deal: deal.key };
  const run = async (
    question: { title: string; text: string; action: string; hurts: boolean },
    what: () => Promise<unknown>,
    said: string,
  ) => {
    if (!(await ask(question))) return;
    try {
      await what();
      tell(said);
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  if (!may('deals:write') || deal.archived) return null;
  const steps = dealStepsOf(deal, settings);
  const [first] = steps;
  return (
    <>
      <Button
        kind="plain"
        onClick={() =>
          void run(
            { title: t.archiveAsk, text: t.archiveText, action: t.archive, hurts: true },
            () => api.delete('/v2/deals/{deal}', { params }),
            t.archivedDone,
          )
        }
      >
        {t.archive}
      </Button>
      {deal.status === 'rejected' || deal.status === 'lost' ? null : (
        <Button
          onClick={() =>
            void run(
              { ...t.convert, hurts: false },
              () => api.post('/v2/deals/{deal}/convert', { params, body: {} }),
              t.convert.done,
            )
          }
        >
          {t.convert.action}
        </Button>
      )}
      {steps.toReversed().map((step) => (
        <Button
          key={step}
          kind={
            step === 'reject' || step === 'lost' ? 'danger' : step === first && step !== 'assign' ? 'primary' : 'normal'
          }
          onClick={() => open(step)}
        >
          {t.steps[step].action}
        </Button>
      ))}
    </>
  );
};

/** One deal: what is known, its stages, what was answered, what happened, and what can be decided. */
export const DealPage = ({ deal }: { readonly deal: string }) => {
  const { t } = deals;
  const [step, setStep] = useState<DealStep>();
  const answered = useAnswer(() => api.get('/v2/deals/{deal}', { params: { deal } }), [deal]);
  const { data } = answered;
  const group = data?.group_key;
  const settings = useAnswer(
    async () => (group === undefined ? undefined : api.get('/v2/groups/{group}/deal-settings', { params: { group } })),
    [group],
  );
  return (
    <Page
      title={data === undefined ? t.deal : dealName(data)}
      back={{ to: '/deals', title: t.title }}
      actions={
        data === undefined ? undefined : (
          <Actions deal={data} settings={settings.data} open={setStep} again={answered.again} />
        )
      }
    >
      <Answer of={answered} lines={12}>
        {(shown) => (
          <>
            <Waiting deal={shown} again={answered.again} />
            <Duplicate deal={shown} />
            <Stages deal={shown} settings={settings.data} />
            <div class="columns">
              <div>
                <About deal={shown} />
                <ProspectFiles
                  title={t.files}
                  of={shown.key}
                  list={async () => {
                    const { deal_files } = await api.get('/v2/deals/{deal}/files', { params: { deal: shown.key } });
                    return deal_files;
                  }}
                  address={(file) => api.get('/deals/{deal}/file/{file}', { params: { deal: shown.key, file } })}
                  fieldName={(key) => shown.fields.find(({ field_key }) => field_key === key)?.name ?? key}
                />
                <Card title={t.answers}>
                  {shown.form_version === null ? null : <p class="muted small">{t.version(shown.form_version)}</p>}
                  <FormAnswers of={shown.fields} />
                </Card>
              </div>
              <History deal={shown} />
            </div>
          </>
        )}
      </Answer>
      {step === undefined || data === undefined ? null : (
        <DecideDeal
          deal={data}
          step={step}
          settings={settings.data}
          close={(changed) => {
            setStep(undefined);
            if (changed) void answered.again();
          }}
        />
      )}
    </Page>
  );
};
