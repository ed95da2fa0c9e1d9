import type { Gets, PortalOffer, PortalTier } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, dateText, moneyText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api, partnership } from '../../../session/person.ts';
import { offers } from './texts.ts';
import { limitsOf, promiseOf } from './words.ts';

const OneOffer = ({ offer, currency }: { readonly offer: PortalOffer; readonly currency: string }) => {
  const { t } = offers;
  const { from_tier: tier, reached, description } = offer;
  const promise = promiseOf(offer, currency);
  return (
    <li class={reached ? 'offer' : 'offer offer-later'}>
      <p class="offer-promise">{promise}</p>
      {description === '' ? null : <p>{description}</p>}
      {limitsOf(offer, currency).map((line) => (
        <p key={line} class="muted small">
          {line}
        </p>
      ))}
      {tier === null ? null : (
        <p>
          {t.fromTier(tier.name)}{' '}
          <Badge kind={reached ? 'good' : 'neutral'}>{reached ? t.reached : t.notReached}</Badge>
        </p>
      )}
    </li>
  );
};

const OwnOffers = ({ of }: { readonly of: Gets['/v2/portal/offers']['data'] }) => {
  const { t } = offers;
  if (of.items.length === 0) return <EmptyState title={t.empty}>{t.emptyText}</EmptyState>;
  return (
    <>
      <ul class="offers">
        {of.items.map((offer, at) => (
          <OneOffer key={at} offer={offer} currency={of.currency} />
        ))}
      </ul>
      {of.best_only && of.items.length > 1 ? <p class="muted">{t.bestOnly}</p> : null}
      {of.approval_delay_days > 0 ? <p class="muted">{t.delay(of.approval_delay_days)}</p> : null}
    </>
  );
};

const Tier = ({ of }: { readonly of: PortalTier }) => {
  const { t } = offers;
  const { current, next, measurement, value } = of;
  if (current === null || measurement === null) return null;
  const isMoney = measurement === 'lifetime_sales' || measurement === 'monthly_sales';
  const text = (amount: number): string => (isMoney ? moneyText(amount, of.currency) : t.pieces(amount));
  return (
    <Card title={t.tier}>
      <p class="amount-large">{current.name}</p>
      {next === null ? (
        <p>{t.highest}</p>
      ) : (
        <div class="progress">
          <span class="progress-label">{t.missing(text(next.missing), next.name)}</span>
          <progress
            aria-label={t.missing(text(next.missing), next.name)}
            value={Math.max(0, value - current.minimum)}
            max={Math.max(1, next.minimum - current.minimum)}
          />
          <span class="muted">
            {text(value)} / {text(next.minimum)}
          </span>
        </div>
      )}
      <p class="muted">
        {t.measures[measurement]}. {of.ends_at === null ? null : t.begins(dateText(of.ends_at))}
      </p>
      <ol class="tiers" aria-label={t.tiers}>
        {of.tiers.map(({ name, minimum, reached }) => (
          <li key={name} class={reached ? 'tier tier-reached' : 'tier'}>
            <strong>{name}</strong> <span class="muted">{t.from(text(minimum))}</span>{' '}
            {name === current.name ? <Badge kind="good">{t.current}</Badge> : null}
          </li>
        ))}
      </ol>
    </Card>
  );
};

/** What the partner earns by what, and how far it is to the next tier. */
export const Offers = () => {
  const { t } = offers;
  const own = partnership.value?.key;
  // Both at once: the second would be moved by the first.
  const found = useAnswer(() => Promise.all([api.get('/v2/portal/offers'), api.get('/v2/portal/tier')]), [own]);
  return (
    <Page title={t.title} lead={t.lead}>
      <Answer of={found} lines={12}>
        {([earned, tier]) => (
          <>
            <Card title={t.offers}>
              <OwnOffers of={earned} />
            </Card>
            <Tier of={tier} />
          </>
        )}
      </Answer>
    </Page>
  );
};
