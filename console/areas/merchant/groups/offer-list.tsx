import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TriggerEvent } from '../../../../domain/events.ts';
import type { Group, Program } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { Badge, moneyText, percentText, When } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { OfferDialog, type OfferWish } from './offer-dialog.tsx';
import { EndDialog, VersionsDialog } from './offer-dialogs.tsx';
import { type ListedOffer, OFFER_EVENTS } from './offer-values.ts';
import { offerText } from './offer-words.ts';
import { offers } from './texts.ts';

/** More than a program has: triggers are bounded. */
const ALL = 250;

type Wish = ({ readonly to: 'write' } & OfferWish) | { readonly to: 'end' | 'versions'; readonly offer: ListedOffer };

interface RowProps {
  readonly offer: ListedOffer;
  readonly program: Program;
  readonly wish: (wish: Wish) => void;
}

const Actions = ({ offer, wish }: Omit<RowProps, 'program'>) => {
  const { t } = offers;
  const { name, event } = offer;
  return (
    <div class="row-actions">
      {may('programs:write') ? (
        <>
          <Button kind="plain" label={t.changeOf(name)} onClick={() => wish({ to: 'write', offer, event })}>
            {t.change}
          </Button>
          <Button kind="plain" label={t.endOf(name)} onClick={() => wish({ to: 'end', offer })}>
            {t.end}
          </Button>
        </>
      ) : null}
      <Button kind="plain" label={t.versionsOf(name)} onClick={() => wish({ to: 'versions', offer })}>
        {t.versions}
      </Button>
      <a class="button button-plain" href={href(`/triggers/${offer.key}`)}>
        {t.asTrigger}
      </a>
    </div>
  );
};

const OfferRow = ({ offer, program, wish }: RowProps) => {
  const { t } = offers;
  const words = offerText(offer, t, {
    money: (amount) => moneyText(amount, program.currency),
    percent: percentText,
  });
  return (
    <li class="offer">
      <p class="offer-words">{words}</p>
      <p>
        {offer.name} {offer.version > 1 ? <Badge>{t.version(offer.version)}</Badge> : null}
        {offer.audience.type === 'segments' ? <Badge kind="info">{t.forSegments}</Badge> : null}
        {offer.from_tier === null ? null : <Badge kind="info">{t.tierOnly}</Badge>}
      </p>
      {offer.offer.description === '' ? (
        <p class="muted">{t.noDescription}</p>
      ) : (
        <p class="muted">
          {t.partnersRead}: {offer.offer.description}
        </p>
      )}
      <p class="muted small">
        {t.since} <When at={offer.active_from} />
        {offer.active_to === null ? null : (
          <>
            {' '}
            {t.until} <When at={offer.active_to} />
          </>
        )}
      </p>
      <Actions offer={offer} wish={wish} />
    </li>
  );
};

interface OfferListProps {
  readonly group: Group;
  readonly program: Program;
  readonly title: string;
  readonly lead: string;
  /** Only offers that wait for these. */
  readonly events?: readonly TriggerEvent[];
  readonly empty: ComponentChildren;
}

const useOffers = (group: string, events: readonly TriggerEvent[] | undefined) => {
  const all = useAnswer(() => api.get('/v2/offers', { query: { group_key: group, limit: ALL } }), [group]);
  const shown = (all.data?.items ?? []).filter(({ event }) => events?.includes(event) ?? true);
  return {
    all,
    own: shown.filter(({ group_key }) => group_key === group),
    others: shown.filter(({ group_key }) => group_key !== group),
  };
};

/** Offers of a group, each in one line with what can be done about it. */
export const OfferList = (props: OfferListProps) => {
  const { t } = offers;
  const { group, program, title, lead, empty } = props;
  const { all, own, others } = useOffers(group.key, props.events);
  const [wish, setWish] = useState<Wish>();
  const close = (): void => setWish(undefined);
  const events = props.events ?? OFFER_EVENTS;
  const [first = 'transaction.accepted'] = events;
  const rows = (of: readonly ListedOffer[]) => (
    <ul class="offers">
      {of.map((offer) => (
        <OfferRow key={offer.key} offer={offer} program={program} wish={setWish} />
      ))}
    </ul>
  );
  const add = may('programs:write') && !group.archived;
  return (
    <>
      <Card
        title={title}
        actions={
          add ? (
            <Button kind="primary" onClick={() => setWish({ to: 'write', event: first })}>
              {t.create}
            </Button>
          ) : null
        }
      >
        <p class="muted">{lead}</p>
        <Answer of={all} lines={4}>
          {() => (own.length === 0 ? empty : rows(own))}
        </Answer>
      </Card>
      {others.length === 0 ? null : (
        <Card title={t.others}>
          <p class="muted">{t.othersLead}</p>
          {rows(others)}
        </Card>
      )}
      {wish?.to === 'write' ? (
        <OfferDialog {...{ wish, events, close }} group={group.key} currency={program.currency} changed={all.again} />
      ) : null}
      {wish?.to === 'end' ? <EndDialog offer={wish.offer} close={close} changed={all.again} /> : null}
      {wish?.to === 'versions' ? <VersionsDialog offer={wish.offer} program={program} close={close} /> : null}
    </>
  );
};
