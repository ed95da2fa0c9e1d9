import type { Partnership, Tag } from '../../../api/operations.ts';
import { countColumn, momentColumn, moneyColumn, shownColumn, textColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { nameIn } from '../../../parts/definitions.ts';
import { Badge } from '../../../parts/figures.tsx';
import { NamedPartner, nameOf } from '../../../parts/partner-name.tsx';
import { partners } from './texts.ts';

const nameColumn = (): Column<Partnership> =>
  shownColumn<Partnership>('partner', partners.t.partner, nameOf, (partner) => <NamedPartner of={partner} />, {
    names: true,
  });

/** How a partner stands, since when, and what it has sold. */
const standing = (currency: string): readonly Column<Partnership>[] => {
  const { t } = partners;
  return [
    shownColumn(
      'status',
      t.status,
      ({ status }) => t.statuses[status],
      ({ status }) => <Badge kind={status === 'active' ? 'good' : 'neutral'}>{t.statuses[status]}</Badge>,
    ),
    momentColumn('joined', t.joined, ({ joined_at }) => joined_at),
    moneyColumn('sales', t.sales, ({ measures }) => ({ amount: measures.lifetime.total, currency })),
  ];
};

/** What is shown of partners that another one has recruited. */
export const recruitColumns = (currency: string): readonly Column<Partnership>[] => [
  nameColumn(),
  ...standing(currency),
];

/** What can be shown of a partner in the list. */
export const columnsIn = (currency: string, tags: readonly Tag[] | undefined): readonly Column<Partnership>[] => {
  const { t } = partners;
  const tagsOf = ({ tags: own }: Partnership): readonly string[] => own.map((tag) => nameIn(tags, tag));
  return [
    nameColumn(),
    textColumn('email', t.email, ({ email }) => email, { hidden: true }),
    textColumn('company', t.company, ({ company }) => company, { hidden: true }),
    textColumn('country', t.country, ({ country }) => country, { hidden: true }),
    textColumn('group', t.group, ({ group }) => group?.name),
    {
      name: 'tags',
      title: t.tags,
      cell: (partner) => (
        <span class="badges">
          {tagsOf(partner).map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
      text: (partner) => tagsOf(partner).join('|'),
    },
    textColumn('tier', t.tier, ({ tier }) => tier?.name, { hidden: true }),
    ...standing(currency),
    countColumn('quantity', t.quantity, ({ measures }) => measures.lifetime.quantity, { hidden: true }),
    textColumn('login', t.login, ({ claimed }) => (claimed ? t.hasLogin : t.noLogin), { hidden: true }),
    textColumn('key', t.key, ({ partner_key }) => partner_key, { hidden: true }),
  ];
};
