import { KeyFigure, KeyFigures, moneyText, numberText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import type { Figures } from './measures.ts';
import { reports } from './texts.ts';

interface TotalsProps {
  readonly title: string;
  readonly of: Figures;
  readonly currency: string;
}

/** What a period came to. */
export const Totals = ({ title, of, currency }: TotalsProps) => {
  const { t } = reports;
  const money = (amount: number): string => moneyText(amount, currency);
  return (
    <Card title={title}>
      <KeyFigures>
        <KeyFigure
          label={t.figures.clicks}
          value={numberText(of.clicks)}
          note={of.invalid_clicks === 0 ? undefined : t.setApart(of.invalid_clicks)}
        />
        <KeyFigure label={t.figures.sign_ups} value={numberText(of.sign_ups)} />
        <KeyFigure label={t.figures.transactions} value={numberText(of.transactions)} />
        <KeyFigure
          label={t.figures.revenue}
          value={money(of.revenue)}
          note={of.refunded === 0 ? undefined : t.refunded(money(of.refunded))}
        />
        <KeyFigure label={t.figures.reward_cost} value={money(of.reward_cost)} />
      </KeyFigures>
    </Card>
  );
};
