import { type Deal, deals } from '../../table/deals.ts';
import { groups } from '../../table/definitions.ts';
import { listPartitions, partnershipProspectsPartition } from '../../table/keys.ts';
import { type Lead, leads } from '../../table/leads.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Prospect, Prospects } from '../../table/prospects.ts';
import type { Store } from '../../table/store.ts';
import type { InputOf } from '../shared/contract.ts';
import type { listDeals } from '../shared/contracts/deals.ts';
import type { ListQuery } from '../shared/contracts/fields.ts';
import type { listLeads } from '../shared/contracts/leads.ts';
import { groupNamed } from '../shared/group-view.ts';
import { type Listed, listPage, wholeItems } from '../shared/paging.ts';

type Views<P, V> = (
  store: Store,
  program: string,
  found: readonly (P | undefined)[],
) => Promise<readonly (V | undefined)[]>;

/** A page of the leads or deals of a program, or of one partnership, that pass a filter. */
export const prospectPage = async <P extends Prospect, V extends Listed>(
  store: Store,
  family: Prospects<P>,
  of: { readonly program: string; readonly partnership?: string | undefined },
  query: ListQuery,
  keep: (prospect: P) => boolean,
  views: Views<P, V>,
) => {
  const { program, partnership } = of;
  const page = await listPage(
    store,
    {
      ...(partnership === undefined
        ? { index: 'gsi1', partitions: listPartitions(family.list, program) }
        : { index: 'gsi2', partitions: [partnershipProspectsPartition(family.kind, partnership)] }),
      keyPrefix: family.kind === 'LEAD' ? 'lead' : 'deal',
      read: async (entries) => {
        const found = (await wholeItems(store, entries)).map((item) => item && family.read(item));
        return views(
          store,
          program,
          found.map((prospect) => (prospect !== undefined && keep(prospect) ? prospect : undefined)),
        );
      },
    },
    query,
  );
  const { items, has_more, next_cursor } = page;
  return { items, has_more, ...(next_cursor === undefined ? {} : { next_cursor }) };
};

interface Filtered extends ListQuery {
  readonly partnership_key?: string | undefined;
  readonly partner_key?: string | undefined;
}

const EMPTY = { items: [], has_more: false };

const filteredPage = async <P extends Prospect, V extends Listed>(
  store: Store,
  family: Prospects<P>,
  program: string,
  query: Filtered,
  keep: (prospect: P) => boolean,
  views: Views<P, V>,
) => {
  const name = query.partnership_key ?? query.partner_key;
  const standing = name === undefined ? undefined : await findPartnership(store, program, name);
  if (name !== undefined && standing === undefined) return EMPTY;
  return prospectPage(store, family, { program, partnership: standing?.key }, query, keep, views);
};

const asked = <T>(wanted: T | undefined, found: T | undefined): boolean => wanted === undefined || wanted === found;

/** The group that a query names by its key or slug; null when there is no such group. */
const groupIn = async (
  store: Store,
  program: string,
  { group, group_key }: { readonly group?: string | undefined; readonly group_key?: string | undefined },
): Promise<string | null | undefined> => {
  if (group === undefined) return group_key;
  const key = groupNamed(await groups.all(store, program), group)?.key;
  return key === undefined || (group_key !== undefined && group_key !== key) ? null : key;
};

/** A page of leads for the merchant. */
export const leadPage = async <V extends Listed>(
  store: Store,
  program: string,
  query: InputOf<typeof listLeads>['query'],
  views: Views<Lead, V>,
) => {
  const group = await groupIn(store, program, query);
  if (group === null) return EMPTY;
  const keep = (lead: Lead): boolean =>
    (query.include_archived === true || !lead.archived) &&
    asked(query.status, lead.status) &&
    asked(group, lead.group) &&
    asked(query.email?.toLowerCase(), lead.email?.toLowerCase());
  return filteredPage(store, leads, program, query, keep, views);
};

/** A page of deals for the merchant. A stage is named by its key, or by its name as `stages` has it. */
export const dealPage = async <V extends Listed>(
  store: Store,
  program: string,
  query: InputOf<typeof listDeals>['query'],
  stages: ReadonlySet<string>,
  views: Views<Deal, V>,
) => {
  const group = await groupIn(store, program, query);
  if (group === null) return EMPTY;
  const keep = (deal: Deal): boolean =>
    (query.include_archived === true || !deal.archived) &&
    asked(query.status, deal.status) &&
    asked(group, deal.group) &&
    asked(query.customer_key, deal.customer_key) &&
    asked(query.held, deal.status === 'registered' && deal.duplicate_of !== undefined) &&
    asked(query.to_confirm, deal.to_confirm !== undefined) &&
    (query.stage === undefined || stages.has(`${deal.group} ${deal.stage ?? ''}`) || deal.stage === query.stage);
  return filteredPage(store, deals, program, query, keep, views);
};
