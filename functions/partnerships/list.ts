import { groupPartitions, listPartitions, profileKey, standingKey } from '../../table/keys.ts';
import { partnershipNamed } from '../../table/partner-names.ts';
import { readProfile, readStanding, type Standing } from '../../table/partnerships.ts';
import type { Item } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { listPartnerships } from '../shared/contracts/partnerships.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import { type ListSource, listPage, wholeItems } from '../shared/paging.ts';
import { tagKeys } from '../shared/tag-names.ts';
import { surroundings, type View, view } from './view.ts';

type Query = InputOf<typeof listPartnerships>['query'];

/** The partnership that the query names by something unique; `all` when it names none. */
const named = async (deps: PartnershipDeps, program: string, query: Query): Promise<'all' | string | undefined> => {
  const byEmail = query.email === undefined ? 'all' : await partnershipNamed(deps.store, program, 'EMAIL', query.email);
  if (query.partner_key === undefined) return byEmail;
  const byKey = (await partnershipNamed(deps.store, program, 'KEY', query.partner_key)) ?? query.partner_key;
  return byEmail === 'all' || byEmail === byKey ? byKey : undefined;
};

const filterOf = async (deps: PartnershipDeps, program: string, query: Query) => {
  const [tag] = query.tag === undefined ? [] : await tagKeys(deps.store, program, [query.tag], () => 'tag');
  return (standing: Standing): boolean =>
    standing.program === program &&
    (query.group_key === undefined || standing.group === query.group_key) &&
    (query.status === undefined || standing.status === query.status) &&
    (tag === undefined || standing.tags.includes(tag));
};

/** Reads the partnerships of index entries; the filter is asked before the profiles are read. */
const reader =
  (deps: PartnershipDeps, context: Context, wanted: (standing: Standing) => boolean) =>
  async (entries: readonly Item[]): Promise<readonly (View | undefined)[]> => {
    const standings = (await wholeItems(deps.store, entries))
      .flatMap((item) => (item === undefined ? [] : [readStanding(item)]))
      .filter(wanted);
    const profiles = await wholeItems(
      deps.store,
      standings.map((standing) => profileKey(standing.key)),
    );
    const around = await surroundings(deps, context, standings);
    return standings.map((standing, index) => {
      const item = profiles[index];
      return item === undefined ? undefined : view({ standing, profile: readProfile(item) }, around);
    });
  };

/** A page of the program's partnerships; a group, an e-mail address or a partner_key is found without a search. */
export const listPartners = async (
  deps: PartnershipDeps,
  context: Context,
  query: Query,
): Promise<DataOf<typeof listPartnerships>> => {
  const { group_key: group, tag, status, partner_key, email, ...page } = query;
  const filter = await filterOf(deps, context.program, { ...query, tag, status });
  const read = reader(deps, context, filter);
  const one = await named(deps, context.program, { ...query, partner_key, email });
  if (one === undefined) return { items: [], has_more: false };
  if (one !== 'all') {
    const items = (await read([{ ...standingKey(one) }])).flatMap((shown) => (shown === undefined ? [] : [shown]));
    return { items, has_more: false };
  }
  const source: ListSource<View> =
    group === undefined
      ? { index: 'gsi1', partitions: listPartitions('PARTS', context.program), keyPrefix: 'part', read }
      : { index: 'gsi2', partitions: groupPartitions(context.program, group), keyPrefix: 'part', read };
  return listPage(deps.store, source, page);
};
