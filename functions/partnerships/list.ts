import { unprocessable } from '../../domain/errors.ts';
import { inSegment, type SegmentExpression } from '../../domain/segments.ts';
import { groups, segments } from '../../table/definitions.ts';
import { groupPartitions, listPartitions, recruitKey, standingKey } from '../../table/keys.ts';
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

/** The expression of the segment that the query names; undefined when it names none. @throws Failure `unknown_segment`. */
const matchOf = async (
  deps: PartnershipDeps,
  program: string,
  { segment }: Query,
): Promise<SegmentExpression | undefined> => {
  if (segment === undefined) return undefined;
  const found = await segments.get(deps.store, program, segment);
  if (found === undefined) throw unprocessable('unknown_segment', 'There is no such segment.', 'segment');
  return found.match;
};

/** Whether a partnership is one that is searched for: every word is in something that a person knows it by. */
const isSearched = ({ search, tier_key }: Query): ((shown: PartnershipView) => boolean) => {
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return ({ email, first_name, last_name, company, partner_key, tier_key: tier }) => {
    const known = [email, first_name, last_name, company, partner_key].join(' ').toLowerCase();
    return (tier_key === undefined || tier === tier_key) && words.every((word) => known.includes(word));
  };
};

const filterOf = async (deps: PartnershipDeps, program: string, query: Query) => {
  const [tag] = query.tag === undefined ? [] : await tagKeys(deps.store, program, [query.tag], () => 'tag');
  const match = await matchOf(deps, program, query);
  return (standing: Standing): boolean =>
    standing.program === program &&
    (query.group_key === undefined || standing.group === query.group_key) &&
    (query.status === undefined || standing.status === query.status) &&
    (query.include_archived !== false || standing.status === 'active') &&
    (tag === undefined || standing.tags.includes(tag)) &&
    (match === undefined || inSegment(match, standing.tags));
};

/** Where those are listed whom a partnership has recruited. */
const recruitsOf = async (deps: PartnershipDeps, program: string, recruiter: string): Promise<string> => {
  const key = (await partnershipNamed(deps.store, program, 'KEY', recruiter)) ?? recruiter;
  return recruitKey(key, '').pk;
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
  const keep = isSearched(query);
  const one = await named(deps, context.program, { ...query, partner_key });
  if (one === undefined || group === undefined || isNobody(query)) return { items: [], has_more: false };
  if (one !== 'all') {
    const items = (await read([{ ...standingKey(one) }])).filter((shown) => shown !== undefined).filter(keep);
    return { items, has_more: false };
  }
  const recruits =
    query.recruited_by === undefined ? undefined : await recruitsOf(deps, context.program, query.recruited_by);
  if (recruits !== undefined) {
    const readRecruits: typeof read = (entries) => read(entries.map(({ sk }) => ({ ...standingKey(sk) })));
    return listPage(deps.store, { partitions: [recruits], keyPrefix: 'part', read: readRecruits, keep }, query);
  }
  const source: ListSource<PartnershipView> =
    group_key === undefined
      ? {
          index: 'gsi1',
          partitions: listPartitions('PARTS', context.program),
          keyPrefix: 'part',
          atOnce: true,
          read,
          keep,
        }
      : {
          index: 'gsi2',
          partitions: groupPartitions(context.program, group_key),
          keyPrefix: 'part',
          atOnce: true,
          read,
          keep,
        };
  return listPage(deps.store, source, query);
};
