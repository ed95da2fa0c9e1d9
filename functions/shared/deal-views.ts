import type * as z from 'zod/mini';
import type { DealSettings } from '../../domain/deals.ts';
import type { Deal as StoredDeal } from '../../table/deals.ts';
import { groups } from '../../table/definitions.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { Deal, ToConfirm } from './contracts/deals.ts';
import type { PortalDeal } from './contracts/portal-leads.ts';
import { dealSettingsOf } from './deal-settings.ts';
import { mayEdit, prospectView, type Surroundings, surroundingsOf, visibleView } from './prospect-views.ts';

/** The settings of a group, of deals that are shown together. */
type SettingsOf = (group: string) => DealSettings;

/** The name of a stage; its key where the merchant has taken it away. */
const stageName = (settings: DealSettings, key: string): string =>
  settings.stages.find((stage) => stage.key === key)?.name ?? key;

const waitingView = (deal: StoredDeal, settings: DealSettings): z.infer<typeof ToConfirm> | null => {
  const { to_confirm: waiting } = deal;
  if (waiting === undefined) return null;
  const { stage, amount, lost_reason, at } = waiting;
  return {
    stage: stageName(settings, stage),
    stage_key: stage,
    amount: amount ?? null,
    lost_reason: lost_reason ?? null,
    at,
  };
};

const isHeld = (deal: StoredDeal): boolean => deal.status === 'registered' && deal.duplicate_of !== undefined;

const dealFields = (deal: StoredDeal, settings: DealSettings) => ({
  status: deal.status,
  name: deal.name ?? null,
  account_name: deal.account_name ?? null,
  contact_email: deal.contact_email ?? null,
  contact_first_name: deal.contact_first_name ?? null,
  contact_last_name: deal.contact_last_name ?? null,
  country: deal.country ?? null,
  close_date: deal.close_date ?? null,
  stage: deal.stage === undefined ? null : stageName(settings, deal.stage),
  stage_key: deal.stage ?? null,
  to_confirm: waitingView(deal, settings),
  reason: deal.reason ?? null,
  lost_reason: deal.lost_reason ?? null,
  held: isHeld(deal),
});

const merchantView = (deal: StoredDeal, around: Surroundings, settings: DealSettings): z.infer<typeof Deal> => ({
  ...prospectView(deal, around),
  ...dealFields(deal, settings),
  account_key: deal.account_key ?? null,
  duplicate_of: deal.duplicate_of ?? null,
  lead_key: deal.lead ?? null,
  team_member: null,
});

const partnerView = (deal: StoredDeal, around: Surroundings, settings: DealSettings): z.infer<typeof PortalDeal> => {
  const may_move = settings.moved_by !== 'merchant' && deal.status === 'accepted' && !deal.archived;
  return {
    ...visibleView(deal, around),
    ...dealFields(deal, settings),
    may_edit: mayEdit(deal),
    may_move,
    stages: may_move ? settings.stages : [],
  };
};

const settingsReader = async (store: Store, program: string, deals: readonly StoredDeal[]): Promise<SettingsOf> => {
  const keys = [...new Set(deals.map(({ group }) => group))];
  const found = new Map<string, DealSettings>();
  for (let start = 0; start < keys.length; start += 100) {
    for (const group of await groups.getMany(store, program, keys.slice(start, start + 100))) {
      found.set(group.key, dealSettingsOf(group));
    }
  }
  return (key) => {
    const settings = found.get(key);
    if (settings === undefined) throw new Error('The group of a deal is missing.');
    return settings;
  };
};

const viewsWith =
  <V>(view: (deal: StoredDeal, around: Surroundings, settings: DealSettings) => V) =>
  async (
    store: Store,
    program: string,
    found: readonly (StoredDeal | undefined)[],
  ): Promise<readonly (V | undefined)[]> => {
    const whole = found.filter((deal) => deal !== undefined);
    const currency = (await getProgram(store, program))?.currency ?? '';
    const around = await surroundingsOf(store, 'deal', whole, currency);
    const settingsOf = await settingsReader(store, program, whole);
    return found.map((deal) => (deal === undefined ? undefined : view(deal, around, settingsOf(deal.group))));
  };

/** Deals as the merchant sees them, in their order. */
export const dealViews = viewsWith(merchantView);
/** Deals as their partner sees them, in their order. */
export const portalDealViews = viewsWith(partnerView);

const only = <V>([view]: readonly (V | undefined)[]): V => {
  if (view === undefined) throw new Error('A deal cannot be shown.');
  return view;
};

export const dealView = async (store: Store, deal: StoredDeal) => only(await dealViews(store, deal.program, [deal]));
export const portalDealView = async (store: Store, deal: StoredDeal) =>
  only(await portalDealViews(store, deal.program, [deal]));
