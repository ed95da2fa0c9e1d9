import { useState } from 'preact/hooks';
import type { Deal, GroupDealSettings } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { dayText, moneyText, When } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import {
  amountFact,
  countryFact,
  emailFact,
  linkFact,
  momentFact,
  partnerFact,
  useGroupFact,
} from '../../../parts/prospects/known.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { DealBadge, dealName } from './deals-list.tsx';
import { deals } from './texts.ts';

/** What is known about a deal. */
export const About = ({ deal }: { readonly deal: Deal }) => {
  const { t } = deals;
  const group = useGroupFact(t.group, deal.group_key);
  const { lead_key, attribution, close_date } = deal;
  const contact = [deal.contact_first_name, deal.contact_last_name].filter((each) => each !== null).join(' ');
  return (
    <Card title={t.about}>
      <Facts
        of={[
          [t.status, <DealBadge key="status" of={deal} />],
          [t.archived, deal.archived ? t.archivedText : null],
          [t.reason, deal.reason],
          [t.lostReason, deal.lost_reason],
          partnerFact(t.partner, deal, t.nobody),
          [t.account, deal.account_name],
          [t.contact, contact],
          emailFact(t.email, deal.contact_email),
          countryFact(t.country, deal.country),
          amountFact(t.amount, deal),
          [t.closeDate, close_date === null ? null : dayText(close_date)],
          [t.customer, deal.customer_key],
          [t.attribution, attribution === null ? null : t.attributions[attribution]],
          group,
          [t.registeredAt, <When key="at" at={deal.created_at} style="minute" />],
          momentFact(t.editedAt, deal.edited_at),
          [t.externalKey, deal.external_key],
          linkFact(t.lead, lead_key === null ? null : href(`/leads/${lead_key}`), t.toLead),
          ...Object.entries(deal.metadata),
        ]}
      />
    </Card>
  );
};

/** The stages of the deal's group in their order, and in which it is. */
export const Stages = ({
  deal,
  settings,
}: {
  readonly deal: Deal;
  readonly settings: GroupDealSettings | undefined;
}) => {
  const { t } = deals;
  if (settings === undefined || ['registered', 'rejected', 'withdrawn'].includes(deal.status)) return null;
  return (
    <Card title={t.stages}>
      <ol class="deal-stages">
        {settings.stages.map(({ key, name, final }) => (
          <li key={key} aria-current={key === deal.stage_key ? 'step' : undefined}>
            {name}
            {final === null ? null : <span class="muted small"> ({t.finals[final]})</span>}
          </li>
        ))}
      </ol>
      {settings.moved_by === 'partner' ? <p class="muted small">{t.movedByPartner}</p> : null}
    </Card>
  );
};

/** A partner's move that waits for the merchant: taken or sent back. */
export const Waiting = ({ deal, again }: { readonly deal: Deal; readonly again: () => Promise<void> }) => {
  const { t } = deals;
  const [busy, setBusy] = useState(false);
  const { to_confirm: waiting, currency } = deal;
  if (waiting === null || deal.archived) return null;
  const answer = async (confirm: boolean): Promise<void> => {
    setBusy(true);
    try {
      await api.patch('/v2/deals/{deal}', { params: { deal: deal.key }, body: { confirm } });
      tell(confirm ? t.confirmed : t.sentBack);
      await again();
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setBusy(false);
    }
  };
  const amount =
    waiting.amount === null ? undefined : moneyText(waiting.amount, currency ?? settingsOfProgram().currency);
  return (
    <section class="note note-warning deal-note" aria-label={t.toConfirm}>
      <p>
        <strong>{t.waitingFor(waiting.stage)}</strong> {amount === undefined ? null : t.withAmount(amount)}
      </p>
      {waiting.lost_reason === null ? null : <p>{waiting.lost_reason}</p>}
      {may('deals:write') ? (
        <div class="actions">
          <Button kind="primary" busy={busy} onClick={() => void answer(true)}>
            {t.confirm}
          </Button>
          <Button busy={busy} onClick={() => void answer(false)}>
            {t.sendBack}
          </Button>
        </div>
      ) : null}
    </section>
  );
};

/** The deal that was registered before and is the same, beside this one. */
export const Duplicate = ({ deal }: { readonly deal: Deal }) => {
  const { t } = deals;
  const { duplicate_of } = deal;
  const other = useAnswer(
    async () => (duplicate_of === null ? undefined : api.get('/v2/deals/{deal}', { params: { deal: duplicate_of } })),
    [duplicate_of],
  );
  if (duplicate_of === null) return null;
  const { data } = other;
  return (
    <section class="note note-warning deal-note" aria-label={t.duplicate}>
      <p>
        <strong>{deal.held ? t.heldText : t.duplicateText}</strong>
      </p>
      <p>
        <a href={href(`/deals/${duplicate_of}`)}>{data === undefined ? t.earlier : dealName(data)}</a>
        {data === undefined ? null : (
          <>
            {' · '}
            {data.account_name ?? data.contact_email}
            {' · '}
            {t.statuses[data.status]}
            {' · '}
            <When at={data.created_at} />
            {data.partnership_key === null ? null : (
              <>
                {' · '}
                <PartnerName of={data.partnership_key} until={data.partner_key} />
              </>
            )}
          </>
        )}
      </p>
    </section>
  );
};
