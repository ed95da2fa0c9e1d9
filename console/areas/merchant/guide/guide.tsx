import { useState } from 'preact/hooks';
import type { Step } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { Badge, moneyText, numberText, When } from '../../../parts/figures.tsx';
import { Page } from '../../../parts/page.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { PLACES } from './places.ts';
import { guide } from './texts.ts';
import './guide.css';

/** How many there are; rewards are counted as what they came to. */
const amountOf = (key: Step['checks'][number]['key'], count: number): string =>
  key === 'reward' ? moneyText(count, settingsOfProgram().currency) : numberText(count);

const Seen = ({ of: { key, done, at, count } }: { readonly of: Step['checks'][number] }) => {
  const { t } = guide;
  const zone = settingsOfProgram().time_zone;
  return (
    <li>
      <Badge kind={done ? 'good' : 'neutral'}>{done ? t.seen : t.notSeen}</Badge> {t.checks[key]}
      {at === null ? null : (
        <span class="muted">
          {' '}
          <When at={at} style="minute" zone={zone} />
        </span>
      )}
      {count === null ? null : <span class="muted"> {t.count(amountOf(key, count))}</span>}
    </li>
  );
};

const Tick = ({ step, again }: { readonly step: Step; readonly again: () => Promise<void> }) => {
  const { t } = guide;
  const [busy, setBusy] = useState(false);
  const { ticked } = step;
  const tick = async (done: boolean): Promise<void> => {
    setBusy(true);
    try {
      await api.post('/v2/guide/{step}', { params: { step: step.key }, body: { done } });
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setBusy(false);
    }
  };
  const name = t.steps[step.key].title;
  return (
    <>
      <p class="muted small">
        {ticked === null ? t.byHand : <When at={ticked.at} style="minute" zone={settingsOfProgram().time_zone} />}
      </p>
      {may('programs:write') ? (
        <Button
          busy={busy}
          label={ticked === null ? t.tickOf(name) : t.untickOf(name)}
          onClick={() => void tick(ticked === null)}
        >
          {ticked === null ? t.tick : t.untick}
        </Button>
      ) : null}
    </>
  );
};

const OneStep = ({ of: step, again }: { readonly of: Step; readonly again: () => Promise<void> }) => {
  const { t } = guide;
  const { title, text, action } = t.steps[step.key];
  const done = step.state === 'done';
  return (
    <li class={done ? 'card guide-step guide-done' : 'card guide-step'}>
      <header class="card-head">
        <h2>
          {step.number}. {title}
        </h2>
        <Badge kind={done ? 'good' : 'warning'}>{t.states[step.state]}</Badge>
      </header>
      <p>{text}</p>
      {step.checks.length === 0 ? null : (
        <ul class="guide-checks">
          {step.checks.map((check) => (
            <Seen key={check.key} of={check} />
          ))}
        </ul>
      )}
      <div class="actions">
        <LinkButton to={href(PLACES[step.key])}>{action}</LinkButton>
        {step.by_hand ? <Tick step={step} again={again} /> : null}
      </div>
    </li>
  );
};

/** The sixteen steps from nothing to partners who are paid and thanked. */
export const Guide = () => {
  const { t } = guide;
  const answered = useAnswer(() => api.get('/v2/guide'), []);
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <Button busy={answered.waiting} onClick={() => void answered.again()}>
          {t.look}
        </Button>
      }
    >
      <Answer of={answered} lines={20}>
        {({ done, total, steps }) => (
          <div class="guide">
            <Progress label={done === total ? t.allDone : t.progress} done={done} total={total} />
            <ol class="guide-steps">
              {steps.map((step) => (
                <OneStep key={step.key} of={step} again={answered.again} />
              ))}
            </ol>
          </div>
        )}
      </Answer>
    </Page>
  );
};
