import { useState } from 'preact/hooks';
import type { PortalDeal } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { NotFound } from '../../../parts/empty-state.tsx';
import { Badge, moneyText, When } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { Answers, Edited } from './answers.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { OwnActions, OwnFiles } from './own.tsx';
import { prospects } from './texts.ts';
import { DEAL_KINDS, dealName } from './words.ts';

type Again = () => Promise<void>;

const Status = ({ of }: { readonly of: PortalDeal }) => {
  const { t } = prospects;
  return (
    <Card title={t.status}>
      <p>
        <Badge kind={DEAL_KINDS[of.status]}>{t.dealStates[of.status]}</Badge> {t.dealMeaning[of.status]}
      </p>
      {of.amount === null || of.currency === null ? null : (
        <p class="amount-large">{moneyText(of.amount, of.currency)}</p>
      )}
      {of.held ? <p class="note note-warning">{t.held}</p> : null}
      {of.reason === null ? null : (
        <p>
          {t.reason}: {of.reason}
        </p>
      )}
      {of.lost_reason === null ? null : (
        <p>
          {t.lostReason}: {of.lost_reason}
        </p>
      )}
      <p class="muted small">
        {t.date}: <When at={of.created_at} style="minute" />
      </p>
      <Edited of={of} />
    </Card>
  );
};

const Waiting = ({ of, again }: { readonly of: PortalDeal; readonly again: Again }) => {
  const { t } = prospects;
  const [busy, setBusy] = useState(false);
  if (of.to_confirm === null) return null;
  const takeBack = async (): Promise<void> => {
    if (of.stage_key === null) return;
    setBusy(true);
    try {
      await api.post('/v2/portal/deals/{deal}/stage', { params: { deal: of.key }, body: { stage: of.stage_key } });
      tell(t.takenBack);
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    }
    setBusy(false);
  };
  return (
    <div class="note note-info">
      <p>{t.waiting(of.to_confirm.stage)}</p>
      {of.may_move ? (
        <Button busy={busy} onClick={() => void takeBack()}>
          {t.takeBack}
        </Button>
      ) : null}
    </div>
  );
};

const Stages = ({ of, again }: { readonly of: PortalDeal; readonly again: Again }) => {
  const { t } = prospects;
  const [moving, setMoving] = useState(false);
  if (of.stage === null) return null;
  return (
    <Card title={t.stages}>
      {of.stages.length === 0 ? (
        <p>
          <strong>{of.stage}</strong>
        </p>
      ) : (
        <ol class="stages">
          {of.stages.map(({ key, name }) => (
            <li key={key} aria-current={key === of.stage_key ? 'step' : undefined}>
              {name}
            </li>
          ))}
        </ol>
      )}
      <Waiting of={of} again={again} />
      {of.may_move ? (
        <div class="actions">
          <Button kind="primary" onClick={() => setMoving(true)}>
            {t.move}
          </Button>
        </div>
      ) : of.status === 'accepted' ? (
        <p class="muted">{t.cannotMove}</p>
      ) : null}
      {moving ? <MoveDialog of={of} close={() => setMoving(false)} again={again} /> : null}
    </Card>
  );
};

/** What has become of a deal, and the way to its next stage. */
export const DealPage = ({ deal }: { readonly deal: string }) => {
  const { t } = prospects;
  const found = useAnswer(() => api.get('/v2/portal/deals/{deal}', { params: { deal } }), [deal]);
  if (found.problem?.code === 'not_found') return <NotFound />;
  return (
    <Page
      title={found.data === undefined ? t.deals : dealName(found.data)}
      back={{ to: '/prospects/deals', title: t.backToDeals }}
      actions={found.data === undefined ? undefined : <OwnActions kind="deal" of={found.data} again={found.again} />}
    >
      <Answer of={found} lines={12}>
        {(of) => (
          <>
            <Status of={of} />
            <Stages of={of} again={found.again} />
            <OwnFiles kind="deal" of={of} />
            <Answers fields={of.fields} />
          </>
        )}
      </Answer>
    </Page>
  );
};
