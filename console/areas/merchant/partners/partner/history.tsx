import { useState } from 'preact/hooks';
import type { Partnership, TimelineEntry } from '../../../../api/operations.ts';
import { Answer, useAnswer } from '../../../../parts/answer.tsx';
import { Button } from '../../../../parts/button.tsx';
import { actorText, nameIn, useGroups, useTeam, useTiers } from '../../../../parts/definitions.ts';
import { moneyText } from '../../../../parts/figures.tsx';
import { Card } from '../../../../parts/page.tsx';
import { paymentReason } from '../../../../parts/payment-reasons.ts';
import { Timeline } from '../../../../parts/timeline.tsx';
import { api } from '../../../../session/person.ts';
import { settingsOfProgram } from '../../../../session/program.ts';
import { partner as texts } from '../texts.ts';

interface Names {
  readonly group: (key: string) => string;
  readonly tier: (key: string) => string;
  readonly person: (key: string) => string;
  readonly currency: string;
}

/** What an entry of the timeline says: what happened, and a line about it. */
export const wordsOf = (entry: TimelineEntry, names: Names): { readonly title: string; readonly text?: string } => {
  const { happened } = texts.t;
  switch (entry.type) {
    case 'joined':
      return { title: happened.joined };
    case 'approved':
      return { title: happened.approved };
    case 'moved':
      return { title: happened.moved(names.group(entry.from_group_key), names.group(entry.to_group_key)) };
    case 'deactivated':
    case 'reactivated':
      return { title: happened[entry.type], ...(entry.reason === null ? {} : { text: entry.reason }) };
    case 'tier_reached':
      return { title: happened.tier_reached(names.tier(entry.tier_key)) };
    case 'terms_accepted':
      return { title: happened.terms_accepted(entry.version) };
    case 'reward_decided': {
      const difference = entry.difference === null ? undefined : moneyText(entry.difference, names.currency);
      const text = [difference, entry.note].filter((each) => each !== undefined && each !== null).join(': ');
      return { title: happened.reward[entry.action], text };
    }
    case 'payout_sent':
    case 'payout_failed':
    case 'payout_returned':
      return {
        title: happened[entry.type](moneyText(entry.amount, entry.currency)),
        ...(entry.reason === null ? {} : { text: paymentReason(entry.reason) ?? '' }),
      };
    case 'noted':
      return { title: happened.noted, text: entry.text };
  }
};

const byOf = (entry: TimelineEntry): string | null => ('by' in entry ? entry.by : null);

const [FEW, MANY] = [15, 200];

/** What happened to a partner, the latest first. */
export const History = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const [limit, setLimit] = useState(FEW);
  const [groups, tiers, team] = [useGroups(), useTiers(), useTeam()];
  const { currency, time_zone: zone } = settingsOfProgram();
  const answered = useAnswer(
    () =>
      api.get('/v2/partnerships/{partnership}/timeline', {
        params: { partnership: partner.key },
        query: { limit },
      }),
    [partner.key, partner.updated_at, limit],
  );
  const names: Names = {
    group: (key) => nameIn(groups.data, key),
    tier: (key) => nameIn(tiers.data, key),
    person: (key) => actorText(team.data, key),
    currency,
  };
  return (
    <Card title={t.timeline}>
      <Answer of={answered} lines={6}>
        {({ items, has_more }) => (
          <>
            <Timeline
              zone={zone}
              of={items.map((entry) => {
                const { title, text } = wordsOf(entry, names);
                const by = byOf(entry);
                return {
                  key: entry.key,
                  at: entry.created_at,
                  title,
                  text: (
                    <>
                      {text === undefined || text === '' ? null : <p class="prose">{text}</p>}
                      {by === null ? null : <p class="muted small">{t.by(names.person(by))}</p>}
                    </>
                  ),
                };
              })}
            />
            {has_more && limit === FEW ? <Button onClick={() => setLimit(MANY)}>{t.more}</Button> : null}
          </>
        )}
      </Answer>
    </Card>
  );
};
