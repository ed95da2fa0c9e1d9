import type { Partnership, Tag } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { nameIn } from '../../../parts/definitions.ts';
import { Badge, Count, dateText, Money, When } from '../../../parts/figures.tsx';
import { nameOf } from '../../../parts/partner-name.tsx';
import { partners } from './texts.ts';

const plain = (
  name: string,
  title: string,
  textOf: (partner: Partnership) => string | null | undefined,
  hidden = true,
): Column<Partnership> => ({ name, title, hidden, cell: textOf, text: (partner) => textOf(partner) ?? '' });

/** What can be shown of a partner in the list. */
export const columnsIn = (currency: string, tags: readonly Tag[] | undefined): readonly Column<Partnership>[] => {
  const { t } = partners;
  const tagsOf = ({ tags: own }: Partnership): readonly string[] => own.map((tag) => nameIn(tags, tag));
  return [
    {
      name: 'partner',
      title: t.partner,
      names: true,
      cell: (partner) => <a href={href(`/partners/${partner.key}`)}>{nameOf(partner)}</a>,
      text: nameOf,
    },
    plain('email', t.email, ({ email }) => email, false),
    plain('company', t.company, ({ company }) => company),
    plain('country', t.country, ({ country }) => country),
    plain('group', t.group, ({ group }) => group?.name, false),
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
    plain('tier', t.tier, ({ tier }) => tier?.name),
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={status === 'active' ? 'good' : 'neutral'}>{t.statuses[status]}</Badge>,
      text: ({ status }) => t.statuses[status],
    },
    {
      name: 'joined',
      title: t.joined,
      cell: ({ joined_at }) => <When at={joined_at} />,
      text: ({ joined_at }) => dateText(joined_at),
    },
    {
      name: 'sales',
      title: t.sales,
      align: 'end',
      cell: ({ measures }) => <Money amount={measures.lifetime.total} currency={currency} />,
      text: ({ measures }) => measures.lifetime.total,
    },
    {
      name: 'quantity',
      title: t.quantity,
      align: 'end',
      hidden: true,
      cell: ({ measures }) => <Count value={measures.lifetime.quantity} />,
      text: ({ measures }) => measures.lifetime.quantity,
    },
    {
      name: 'login',
      title: t.login,
      hidden: true,
      cell: ({ claimed }) => (claimed ? t.hasLogin : t.noLogin),
      text: ({ claimed }) => (claimed ? t.hasLogin : t.noLogin),
    },
    plain('key', t.key, ({ partner_key }) => partner_key),
  ];
};
