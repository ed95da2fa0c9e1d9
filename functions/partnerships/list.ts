import { groups } from '../../table/definitions.ts';
import { groupPartitions, listPartitions, standingKey } from '../../table/keys.ts';
import { partnershipNamed } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { listPartnerships } from '../shared/contracts/partnerships.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import { groupNamed } from '../shared/group-view.ts';
import { type ListSource, listPage } from '../shared/paging.ts';
import { type PartnershipView, partnershipsAt } from '../shared/partnership-views.ts';
import { tagKeys } from '../shared/tag-names.ts';

type Query = InputOf<typeof listPartnerships>['query'];

/** The partnership that the query names by something unique; `all` when it names none. */
const named = async (deps: PartnershipDeps, program: string, query: Query): Promise<'all' | string | undefined> => {
  const byEmail = query.email === undefined ? 'all' : await partnershipNamed(deps.store, program, 'EMAIL', query.email);
  if (query.partner_key === undefined) return byEmail;
  const byKey = (await partnershipNamed(deps.store, program, 'KEY', query.partner_key)) ?? query.partner_key;
  return byEmail === 'all' || byEmail === byKey ? byKey : undefined;
};

/** The group that the query names; undefined when it names none that there is. */
const groupIn = async (deps: PartnershipDeps, program: string, query: Query): Promise<'any' | string | undefined> => {
  if (query.group === undefined) return query.group_key ?? 'any';
  const key = groupNamed(await groups.all(deps.store, program), query.group)?.key;
  return query.group_key === undefined || query.group_key === key ? key : undefined;
};

/** Partnerships are approved: others are applications. */
const isNobody = ({ approved_status: approved = 'approved' }: Query): boolean => approved !== 'approved';

const filterOf = async (deps: PartnershipDeps, program: string, query: Query) => {
  const [tag] = query.tag === undefined ? [] : await tagKeys(deps.store, program, [query.tag], () => 'tag');
  return (standing: Standing): boolean =>
    standing.program === program &&
    (query.group_key === undefined || standing.group === query.group_key) &&
    (query.status === undefined || standing.status === query.status) &&
    (query.include_archived !== false || standing.status === 'active') &&
    (tag === undefined || standing.tags.includes(tag));
};

/** A page of the program's partnerships; a group, an e-mail address or a partner_key is found without a search. */
export const listPartners = async (
  deps: PartnershipDeps,
  context: Context,
  query: Query,
): Promise<DataOf<typeof listPartnerships>> => {
  const { partnership_key, partner_key = partnership_key } = query;
  const group = await groupIn(deps, context.program, query);
  const group_key = group === 'any' ? undefined : group;
  const read = partnershipsAt(deps, context, await filterOf(deps, context.program, { ...query, group_key }));
  const one = await named(deps, context.program, { ...query, partner_key });
  if (one === undefined || group === undefined || isNobody(query)) return { items: [], has_more: false };
  if (one !== 'all') {
    const items = (await read([{ ...standingKey(one) }])).flatMap((shown) => (shown === undefined ? [] : [shown]));
    return { items, has_more: false };
  }
  const source: ListSource<PartnershipView> =
    group_key === undefined
      ? { index: 'gsi1', partitions: listPartitions('PARTS', context.program), keyPrefix: 'part', read }
      : { index: 'gsi2', partitions: groupPartitions(context.program, group_key), keyPrefix: 'part', read };
  return listPage(deps.store, source, query);
};
