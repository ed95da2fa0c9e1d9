import type * as z from 'zod/mini';
import type { Lead as StoredLead } from '../../table/leads.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { Lead } from './contracts/leads.ts';
import type { PortalLead } from './contracts/portal-leads.ts';
import { mayEdit, prospectView, type Surroundings, surroundingsOf, visibleView } from './prospect-views.ts';

const personView = (lead: StoredLead) => ({
  status: lead.status,
  email: lead.email ?? null,
  first_name: lead.first_name ?? null,
  last_name: lead.last_name ?? null,
  company: lead.company ?? null,
  phone: lead.phone ?? null,
  country: lead.country ?? null,
  reason: lead.reason ?? null,
});

const merchantView = (lead: StoredLead, around: Surroundings): z.infer<typeof Lead> => ({
  ...prospectView(lead, around),
  ...personView(lead),
  deal_key: lead.deal ?? null,
  approved: lead.status === 'submitted' || lead.status === 'withdrawn' ? null : lead.status !== 'rejected',
});

const partnerView = (lead: StoredLead, around: Surroundings): z.infer<typeof PortalLead> => ({
  ...visibleView(lead, around),
  ...personView(lead),
  may_edit: mayEdit(lead),
});

const viewsWith =
  <V>(view: (lead: StoredLead, around: Surroundings) => V) =>
  async (
    store: Store,
    program: string,
    found: readonly (StoredLead | undefined)[],
  ): Promise<readonly (V | undefined)[]> => {
    const currency = (await getProgram(store, program))?.currency ?? '';
    const around = await surroundingsOf(
      store,
      'lead',
      found.filter((lead) => lead !== undefined),
      currency,
    );
    return found.map((lead) => (lead === undefined ? undefined : view(lead, around)));
  };

/** Leads as the merchant sees them, in their order. */
export const leadViews = viewsWith(merchantView);
/** Leads as their partner sees them, in their order. */
export const portalLeadViews = viewsWith(partnerView);

const only = <V>([view]: readonly (V | undefined)[]): V => {
  if (view === undefined) throw new Error('A lead cannot be shown.');
  return view;
};

export const leadView = async (store: Store, lead: StoredLead) => only(await leadViews(store, lead.program, [lead]));
export const portalLeadView = async (store: Store, lead: StoredLead) =>
  only(await portalLeadViews(store, lead.program, [lead]));
