import type { Gets, Partnership } from '../../../../api/operations.ts';
import { Answer, useAnswer } from '../../../../parts/answer.tsx';
import { Button } from '../../../../parts/button.tsx';
import { countryName } from '../../../../parts/countries.ts';
import { nameIn, useTags } from '../../../../parts/definitions.ts';
import { Facts } from '../../../../parts/facts.tsx';
import { Badge, KeyFigure, KeyFigures, moneyText, numberText, When } from '../../../../parts/figures.tsx';
import { Card } from '../../../../parts/page.tsx';
import { PartnerName } from '../../../../parts/partner-name.tsx';
import { api, may } from '../../../../session/person.ts';
import { settingsOfProgram } from '../../../../session/program.ts';
import { partners, partner as texts } from '../texts.ts';
import type { Change } from './change-dialog.tsx';
import { History } from './history.tsx';
import { Notes } from './notes.tsx';
import { TierProgress } from './tier-progress.tsx';

type Day = Gets['/v2/statistics']['data']['items'][number];

const sum = (days: readonly Day[], of: (day: Day) => number): number => days.reduce((total, day) => total + of(day), 0);

const Figures = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const answered = useAnswer(
    () => api.get('/v2/statistics', { query: { partnership_key: partner.key } }),
    [partner.key],
  );
  return (
    <Card title={t.lastDays}>
      <Answer of={answered} lines={2}>
        {({ items, currency }) => (
          <KeyFigures>
            <KeyFigure label={t.clicks} value={numberText(sum(items, ({ clicks }) => clicks))} />
            <KeyFigure label={t.signUps} value={numberText(sum(items, ({ sign_ups }) => sign_ups))} />
            <KeyFigure label={t.sales} value={numberText(sum(items, ({ transactions }) => transactions))} />
            <KeyFigure
              label={t.revenue}
              value={moneyText(
                sum(items, ({ revenue }) => revenue),
                currency,
              )}
            />
            <KeyFigure
              label={t.rewardCost}
              value={moneyText(
                sum(items, ({ reward_cost }) => reward_cost),
                currency,
              )}
            />
          </KeyFigures>
        )}
      </Answer>
    </Card>
  );
};

const Profile = ({ partner, change }: { readonly partner: Partnership; readonly change: (what: Change) => void }) => {
  const { t } = texts;
  const tags = useTags();
  const { currency, time_zone: zone } = settingsOfProgram();
  const { lifetime } = partner.measures;
  return (
    <Card
      title={t.profile}
      actions={may('partnerships:write') ? <Button onClick={() => change('profile')}>{t.edit}</Button> : undefined}
    >
      <Facts
        of={[
          [
            partners.t.email,
            <a key="email" href={`mailto:${partner.email}`}>
              {partner.email}
            </a>,
          ],
          [partners.t.company, partner.company],
          [partners.t.country, partner.country === null ? null : countryName(partner.country)],
          [partners.t.group, partner.group?.name],
          [
            partners.t.tags,
            partner.tags.length === 0 ? null : (
              <span key="tags" class="badges">
                {partner.tags.map((tag) => (
                  <Badge key={tag}>{nameIn(tags.data, tag)}</Badge>
                ))}
              </span>
            ),
          ],
          [partners.t.joined, <When key="joined" at={partner.joined_at} style="minute" zone={zone} />],
          [partners.t.login, partner.claimed ? partners.t.hasLogin : partners.t.noLogin],
          [
            t.recruiter,
            partner.recruited_by === null ? null : <PartnerName key="recruiter" of={partner.recruited_by} />,
          ],
          [t.lifetime, t.lifetimeText(moneyText(lifetime.total, currency), numberText(lifetime.quantity))],
          [
            t.inactiveSince,
            partner.inactive_since === null ? null : (
              <When key="inactive" at={partner.inactive_since} style="minute" zone={zone} />
            ),
          ],
          [partners.t.reason, partner.status_reason],
          [partners.t.key, partner.partner_key],
        ]}
      />
    </Card>
  );
};

const Terms = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const answered = useAnswer(
    () =>
      api.get('/v2/partnerships/{partnership}/terms-acceptances', {
        params: { partnership: partner.key },
        query: { limit: 25 },
      }),
    [partner.key],
  );
  return (
    <Card title={t.terms}>
      <Answer of={answered} lines={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{t.noTerms}</p>
          ) : (
            <ul class="lines">
              {items.map(({ key, terms_url, version, accepted_at }) => (
                <li key={key}>
                  <a href={terms_url} target="_blank" rel="noopener noreferrer">
                    {t.termsVersion(version)}
                  </a>
                  , <When at={accepted_at} style="minute" zone={settingsOfProgram().time_zone} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  );
};

/** A partner at a glance: figures, profile, tier, notes, terms, and what happened. */
export const Summary = ({
  partner,
  change,
}: {
  readonly partner: Partnership;
  readonly change: (what: Change) => void;
}) => (
  <>
    <Figures partner={partner} />
    <div class="columns">
      <div>
        <Profile partner={partner} change={change} />
        <TierProgress partner={partner} />
        <Terms partner={partner} />
      </div>
      <div>
        <Notes partner={partner} />
        <History partner={partner} />
      </div>
    </div>
  </>
);
