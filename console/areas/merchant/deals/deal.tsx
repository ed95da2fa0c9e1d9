import { useState } from 'preact/hooks';
import type { Deal, GroupDealSettings } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { ask } from '../../../parts/asking.tsx';
import { Button } from '../../../parts/button.tsx';
import { doing } from '../../../parts/doing.ts';
import { Page } from '../../../parts/page.tsx';
import { ProspectDetails } from '../../../parts/prospects/details.tsx';
import { api, may } from '../../../session/person.ts';
import { About, Duplicate, Stages, Waiting } from './deal-parts.tsx';
import { type DealStep, dealStepsOf } from './deal-steps.ts';
import { dealName } from './deals-list.tsx';
import { DecideDeal } from './decide-deal.tsx';
import { deals } from './texts.ts';
import './deals.css';

interface ActionsProps {
  readonly deal: Deal;
  readonly settings: GroupDealSettings | undefined;
  readonly open: (step: DealStep) => void;
  readonly again: () => Promise<void>;
}

const Actions = ({ deal, settings, open, again }: ActionsProps) => {
  const { t } = deals;
  const params = { deal: deal.key };
  const run = doing(again);
  const convert = async (): Promise<void> => {
    if (!(await ask({ ...t.convert, hurts: false }))) return;
    await run(() => api.post('/v2/deals/{deal}/convert', { params, body: {} }), t.convert.done);
  };
  const archive = async (): Promise<void> => {
    if (!(await ask({ title: t.archiveAsk, text: t.archiveText, action: t.archive }))) return;
    await run(() => api.delete('/v2/deals/{deal}', { params }), t.archivedDone);
  };
  if (!may('deals:write') || deal.archived) return null;
  const steps = dealStepsOf(deal, settings);
  const [first] = steps;
  return (
    <>
      <Button kind="plain" onClick={() => void archive()}>
        {t.archive}
      </Button>
      {['rejected', 'lost', 'withdrawn'].includes(deal.status) ? null : (
        <Button onClick={() => void convert()}>{t.convert.action}</Button>
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
  const params = { deal };
  const answered = useAnswer(() => api.get('/v2/deals/{deal}', { params }), [deal]);
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
            <ProspectDetails
              of={shown}
              words={t}
              about={<About deal={shown} />}
              files={async () => (await api.get('/v2/deals/{deal}/files', { params })).deal_files}
              address={(file) => api.get('/deals/{deal}/file/{file}', { params: { ...params, file } })}
              history={(page) => api.get('/v2/deals/{deal}/history', { params, query: page })}
            />
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
