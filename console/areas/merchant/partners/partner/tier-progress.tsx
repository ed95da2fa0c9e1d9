import type { Partnership } from '../../../../api/operations.ts';
import { moneyText, numberText, When } from '../../../../parts/figures.tsx';
import { Card } from '../../../../parts/page.tsx';
import { settingsOfProgram } from '../../../../session/program.ts';
import { partner as texts } from '../texts.ts';

/** In which tier a partner is, and what is missing to the next. */
export const TierProgress = ({ partner: { tier } }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const { currency, time_zone: zone } = settingsOfProgram();
  if (tier === null) return null;
  const { name, measurement, value, next, ends_at } = tier;
  const isMoney = measurement === 'lifetime_sales' || measurement === 'monthly_sales';
  const text = (amount: number): string => (isMoney ? moneyText(amount, currency) : numberText(amount));
  return (
    <Card title={t.tier(name)}>
      <p>{t.measured[measurement](text(value))}</p>
      {next === null ? (
        <p class="muted">{t.highest}</p>
      ) : (
        <>
          <div class="progress">
            <progress
              aria-label={t.toNext(next.name)}
              value={Math.max(0, Math.min(value, next.minimum))}
              max={Math.max(next.minimum, 1)}
            />
          </div>
          <p>{t.missing(text(next.missing), next.name)}</p>
        </>
      )}
      {ends_at === null ? null : (
        <p class="muted small">
          {t.measuredAnew} <When at={ends_at} style="minute" zone={zone} />
        </p>
      )}
    </Card>
  );
};
