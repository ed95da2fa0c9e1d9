import type { Gets, PortalReward, PrintedStatement } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { countryName } from '../../../parts/countries.ts';
import { NotFound } from '../../../parts/empty-state.tsx';
import { Badge, dateText, moneyText, numberText, periodText } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { shareOf } from '../../../parts/share-of.ts';
import { api } from '../../../session/person.ts';
import { payments } from './texts.ts';

/** So many rewards are printed; a statement of more is a list to be looked at. */
const MOST_PAGES = 4;
const PAGE = 250;

const rewardsOf = async (period: string): Promise<Gets['/v2/portal/rewards']['data']> => {
  const items: PortalReward[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await api.get('/v2/portal/rewards', { query: { period, limit: PAGE, starting_after: after } });
    items.push(...found.items);
    after = found.next_cursor ?? found.items.at(-1)?.key;
    if (!found.has_more) return { items, has_more: false };
  }
  return { items, has_more: true };
};

const Lines = ({ title, of }: { readonly title: string; readonly of: readonly (string | null)[] }) => (
  <section class="party" aria-label={title}>
    <h2>{title}</h2>
    {of
      .filter((line) => line !== null && line !== '')
      .map((line, at) => (
        <p key={at}>{line}</p>
      ))}
  </section>
);

const Parties = ({ of: { merchant, partner, tax_details: tax, program_name } }: { readonly of: PrintedStatement }) => {
  const { t } = payments;
  const name = [partner.first_name, partner.last_name].filter((each) => each !== null && each !== '').join(' ');
  return (
    <div class="parties">
      <Lines
        title={t.payer}
        of={
          merchant === null
            ? [program_name]
            : [
                ...[merchant.name, merchant.address_line_1, merchant.address_line_2],
                ...[[merchant.postal_code, merchant.city].filter(Boolean).join(' '), merchant.state],
                ...[countryName(merchant.country), merchant.vat_number === null ? null : t.vat(merchant.vat_number)],
              ]
        }
      />
      <Lines
        title={t.payee}
        of={
          tax === null
            ? [partner.company, name, partner.email]
            : [
                ...[tax.legal_name, tax.address_line_1, tax.address_line_2],
                ...[[tax.postal_code, tax.city].filter(Boolean).join(' '), tax.state, countryName(tax.country)],
                tax.vat_number === null ? null : t.vat(tax.vat_number),
                tax.tax_number === null ? null : t.taxNumber(tax.tax_number),
                tax.small_business ? t.smallBusiness : null,
              ]
        }
      />
    </div>
  );
};

const Sums = ({ of }: { readonly of: PrintedStatement }) => {
  const { t } = payments;
  const lines = [
    // What recruits brought is part of the rewards: lines that are read one below the other have to add up.
    [t.rewards, of.reward_amount - of.second_tier_amount],
    [t.secondTier, of.second_tier_amount],
    [t.clawbacks, -of.clawback_amount],
    [t.carriedIn, of.carried_in],
    [t.carriedOut, -of.carried_out],
  ] as const;
  return (
    <dl class="lines">
      {lines.map(([title, amount]) =>
        amount === 0 ? null : (
          <div key={title} class="line">
            <dt>{title}</dt>
            <dd>{moneyText(amount, of.currency)}</dd>
          </div>
        ),
      )}
      <div class="line line-total">
        <dt>{t.payable}</dt>
        <dd>{moneyText(of.payable, of.currency)}</dd>
      </div>
    </dl>
  );
};

const whatFor = (description: string): string => {
  const { t } = payments;
  const share = shareOf(description);
  if (share === undefined) return description === '' ? t.noDescription : description;
  return share.of === 'sale' ? t.shareOfSale : t.shareOfReward(share.offer);
};

const Items = ({ of, currency }: { readonly of: Gets['/v2/portal/rewards']['data']; readonly currency: string }) => {
  const { t } = payments;
  return (
    <>
      <table class="table">
        <caption class="unseen">{t.items}</caption>
        <thead>
          <tr>
            <th scope="col">{t.earned}</th>
            <th scope="col">{t.what}</th>
            <th scope="col" class="end">
              {t.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {of.items.map(({ key, created_at, description, amount }) => (
            <tr key={key}>
              <td>{dateText(created_at)}</td>
              <td>{whatFor(description)}</td>
              <td class="end">{moneyText(amount, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {of.has_more ? <p class="muted">{t.moreRewards(numberText(of.items.length))}</p> : null}
    </>
  );
};

/** A statement to look at, print and keep. */
export const StatementPage = ({ period }: { readonly period: string }) => {
  const { t } = payments;
  const statement = useAnswer(() => api.get('/v2/portal/statements/{period}', { params: { period } }), [period]);
  const rewards = useAnswer(() => rewardsOf(period), [period]);
  if (statement.problem?.code === 'not_found' || statement.problem?.code === 'unprocessable') return <NotFound />;
  return (
    <Page
      title={t.statement(/^\d{4}-\d{2}$/.test(period) ? periodText(period) : period)}
      back={{ to: '/payments/statements', title: t.statementBack }}
      actions={
        <Button kind="primary" disabled={rewards.data === undefined} onClick={() => print()}>
          {t.print}
        </Button>
      }
    >
      <Answer of={statement} lines={14}>
        {(of) => (
          <Card>
            <p>
              {of.program_name} <Badge>{t.statementStates[of.status]}</Badge>
            </p>
            <Parties of={of} />
            {of.tax_details === null ? (
              <p class="note note-warning screen-only">
                {t.noTax} <a href={href('/account/tax')}>{t.toTax}</a>
              </p>
            ) : null}
            <Sums of={of} />
            <h2>{t.items}</h2>
            <Answer of={rewards} lines={6}>
              {(found) => <Items of={found} currency={of.currency} />}
            </Answer>
          </Card>
        )}
      </Answer>
    </Page>
  );
};
