import { groups } from '../../table/definitions.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import {
  archiveDeal as archiveDealOperation,
  convertDeal,
  createDeal,
  getDeal,
  getDealSettings,
  listDealHistory,
  listDeals,
  putDealSettings,
  resetDealSettings,
  updateDeal,
} from '../shared/contracts/deals.ts';
import {
  archiveLead as archiveLeadOperation,
  convertLead,
  createLead,
  getLead,
  listLeadHistory,
  listLeads,
  updateLead,
} from '../shared/contracts/leads.ts';
import { assignDeal } from '../shared/contracts/partnerstack.ts';
import { dealSettingsOf, requireGroup } from '../shared/deal-settings.ts';
import { dealView, dealViews } from '../shared/deal-views.ts';
import { acceptDeal } from '../shared/deals.ts';
import { leadView, leadViews } from '../shared/lead-views.ts';
import { acceptLead } from '../shared/leads.ts';
import { arrived } from '../shared/prospect-submissions.ts';
import { historyPage } from '../shared/prospect-views.ts';
import { customerView } from '../shared/sale-views.ts';
import { archiveDeal, changeDeal, requireDeal } from './change-deal.ts';
import { archiveLead, changeLead, requireLead } from './change-lead.ts';
import { dealToCustomer, leadToCustomer, leadToDeal } from './convert.ts';
import type { LeadsDeps, SubmittingDeps } from './deps.ts';
import { dealPage, leadPage } from './lists.ts';
import { dealChanges, dealRequest, leadChanges, leadRequest } from './requests.ts';
import { setDealSettings, settingsView } from './settings.ts';

const askedBy = (context: Context, key: string) =>
  ({ program: context.program, key, by: context.caller.actor, kind: 'merchant' }) as const;

export const leadRoutes = (deps: SubmittingDeps): readonly Route[] => [
  route(createLead, async (context, { body }) => {
    const own = arrived(deps, context);
    return leadView(deps.store, await acceptLead(own)(await leadRequest(own, context, body)));
  }),
  route(listLeads, (context, { query }) => leadPage(deps.store, context.program, query, leadViews)),
  route(getLead, async (context, { params }) =>
    leadView(deps.store, await requireLead(deps, askedBy(context, params.lead))),
  ),
  route(updateLead, async (context, { params, body }) => {
    const own = arrived(deps, context);
    const changes = await leadChanges(own, context, body);
    return leadView(deps.store, await changeLead(own)(askedBy(context, params.lead), changes));
  }),
  route(archiveLeadOperation, async (context, { params }) => {
    const { key } = await archiveLead(arrived(deps, context))(askedBy(context, params.lead));
    return { key, deleted: true };
  }),
  route(listLeadHistory, async (context, { params, query }) =>
    historyPage(deps.store, 'LEAD', await requireLead(deps, askedBy(context, params.lead)), query),
  ),
  route(convertLead, async (context, { params, body: { to, ...names } }) => {
    const own = arrived(deps, context);
    const asked = askedBy(context, params.lead);
    const customer =
      to === 'customer'
        ? await customerView(deps.store, context.caller.mode, await leadToCustomer(own)(asked, names))
        : null;
    const deal = to === 'deal' ? await dealView(deps.store, await leadToDeal(own)(asked)) : null;
    const lead = await leadView(deps.store, await requireLead(deps, askedBy(context, params.lead)));
    return { lead, customer, deal };
  }),
];

/** The stages of the program's groups that have this name, each with its group. */
const stagesNamed = async (deps: LeadsDeps, program: string, name: string | undefined) => {
  if (name === undefined) return new Set<string>();
  const all = await groups.all(deps.store, program);
  return new Set(
    all.flatMap((group) =>
      dealSettingsOf(group)
        .stages.filter((stage) => stage.name.toLowerCase() === name.toLowerCase())
        .map((stage) => `${group.key} ${stage.key}`),
    ),
  );
};

export const dealRoutes = (deps: SubmittingDeps): readonly Route[] => [
  route(createDeal, async (context, { body }) => {
    const own = arrived(deps, context);
    return dealView(deps.store, await acceptDeal(own)(await dealRequest(own, context, body)));
  }),
  route(listDeals, async (context, { query }) =>
    dealPage(deps.store, context.program, query, await stagesNamed(deps, context.program, query.stage), dealViews),
  ),
  route(getDeal, async (context, { params }) =>
    dealView(deps.store, await requireDeal(deps, askedBy(context, params.deal))),
  ),
  route(updateDeal, async (context, { params, body }) => {
    const own = arrived(deps, context);
    const changes = await dealChanges(own, context, params.deal, body);
    return dealView(deps.store, await changeDeal(own)(askedBy(context, params.deal), changes));
  }),
  route(assignDeal, async (context, { params: { deal, partnership } }) =>
    dealView(deps.store, await changeDeal(arrived(deps, context))(askedBy(context, deal), { partnership })),
  ),
  route(archiveDealOperation, async (context, { params }) => {
    const { key } = await archiveDeal(arrived(deps, context))(askedBy(context, params.deal));
    return { key, deleted: true };
  }),
  route(listDealHistory, async (context, { params, query }) =>
    historyPage(deps.store, 'DEAL', await requireDeal(deps, askedBy(context, params.deal)), query),
  ),
  route(convertDeal, async (context, { params, body }) =>
    customerView(
      deps.store,
      context.caller.mode,
      await dealToCustomer(arrived(deps, context))(askedBy(context, params.deal), body),
    ),
  ),
];

export const dealSettingsRoutes = (deps: LeadsDeps): readonly Route[] => [
  route(getDealSettings, async (context, { params }) =>
    settingsView(await requireGroup(deps.store, context.program, params.group)),
  ),
  route(putDealSettings, async (context, { params, body }) =>
    settingsView(await setDealSettings(arrived(deps, context))(context.program, params.group, body)),
  ),
  route(resetDealSettings, async (context, { params }) =>
    settingsView(await setDealSettings(arrived(deps, context))(context.program, params.group, undefined)),
  ),
];
