import { readMark } from '../../table/earnings.ts';
import { timelinePartition } from '../../table/keys.ts';
import { type PartnershipLogEntry, readPartnershipLogEntry } from '../../table/partnership-log.ts';
import { readPartnershipNote } from '../../table/partnership-notes.ts';
import { readPayout, readPayoutEnd } from '../../table/payouts.ts';
import type { Item } from '../../table/store.ts';
import { readAcceptance } from '../../table/terms.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { listPartnershipTimeline } from '../shared/contracts/partnership-history.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { listPage, wholeItems } from '../shared/paging.ts';

type Entry = DataOf<typeof listPartnershipTimeline>['items'][number];
type Base = Pick<Entry, 'key' | 'created_at' | 'updated_at'>;

/** The instant and the cursor of an entry are its place in the timeline. */
const baseOf = (item: Item): Base => {
  const place = String(item['gsi2sk']);
  const at = Number(place.slice(0, place.indexOf('.')));
  return { key: place, created_at: at, updated_at: at };
};

const ofLog = (base: Base, entry: PartnershipLogEntry): Entry => {
  const { type, reason, from, to, tier } = entry;
  const by = entry.by ?? null;
  switch (type) {
    case 'partnership.approved':
      return { ...base, type: 'approved', by };
    case 'partnership.moved':
      return { ...base, type: 'moved', by, from_group_key: from ?? '', to_group_key: to ?? '' };
    case 'partnership.deactivated':
      return { ...base, type: 'deactivated', by, reason: reason ?? null };
    case 'partnership.reactivated':
      return { ...base, type: 'reactivated', by, reason: reason ?? null };
    case 'partnership.tier_reached':
      return { ...base, type: 'tier_reached', tier_key: tier ?? '' };
  }
};

const ofMark = (base: Base, item: Item): Entry => {
  const { reward, action, by, note, difference } = readMark(item);
  return {
    ...{ ...base, type: 'reward_decided', by, reward_key: reward, action },
    ...{ difference: difference ?? null, note: note ?? null },
  };
};

const ofPayout = (base: Base, item: Item): Entry => {
  const { key, amount, currency } = readPayout(item);
  return { ...base, type: 'payout_sent', payout_key: key, amount, currency, reason: null };
};

const ofPayoutEnd = (base: Base, item: Item): Entry => {
  const { payout, amount, currency, state, reason } = readPayoutEnd(item);
  const type = state === 'failed' ? 'payout_failed' : 'payout_returned';
  return { ...base, type, payout_key: payout, amount, currency, reason: reason ?? null };
};

const ofNote = (base: Base, item: Item): Entry => {
  const { key, text, by } = readPartnershipNote(item);
  return { ...base, type: 'noted', by, note_key: key, text };
};

const ofTerms = (base: Base, item: Item): Entry => {
  const { group, version, url } = readAcceptance(item);
  return { ...base, type: 'terms_accepted', group_key: group, version, terms_url: url };
};

/** What an item of the timeline tells. */
const entryOf = (item: Item): Entry => {
  const base = baseOf(item);
  const [family] = item.sk.split('#', 1);
  switch (family) {
    case 'PROFILE':
      return { ...base, type: 'joined' };
    case 'LOG':
      return ofLog(base, readPartnershipLogEntry(item));
    case 'TERMS':
      return ofTerms(base, item);
    case 'MARK':
      return ofMark(base, item);
    case 'PAYOUT':
      return ofPayout(base, item);
    case 'PAYLOG':
      return ofPayoutEnd(base, item);
    case 'NOTE':
      return ofNote(base, item);
    default:
      throw new Error(`Items of the family ${family} tell nothing of a partnership.`);
  }
};

/** A page of what happened to a partnership: items of several kinds, which one index holds in the order of time. */
export const listTimeline = async (
  deps: PartnershipDeps,
  context: Context,
  { params, query }: InputOf<typeof listPartnershipTimeline>,
): Promise<DataOf<typeof listPartnershipTimeline>> => {
  const { standing } = await requirePartnership(deps, context.program, params.partnership);
  const read = async (entries: readonly Item[]): Promise<readonly (Entry | undefined)[]> => {
    const items = await wholeItems(deps.store, entries);
    return items.map((item) => (item === undefined ? undefined : entryOf(item)));
  };
  return listPage(deps.store, { index: 'gsi2', partitions: [timelinePartition(standing.key)], read }, query);
};
