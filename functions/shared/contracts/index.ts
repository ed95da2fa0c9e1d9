import type { AnyOperation, Schema } from '../contract.ts';
import * as accounts from './accounts.ts';
import * as actions from './actions.ts';
import * as apiKeys from './api-keys.ts';
import * as applications from './applications.ts';
import * as auditEvents from './audit-events.ts';
import * as claims from './claims.ts';
import * as creativeStatistics from './creative-statistics.ts';
import * as creatives from './creatives.ts';
import * as customers from './customers.ts';
import * as deals from './deals.ts';
import * as domains from './domains.ts';
import * as dryRuns from './dry-runs.ts';
import * as exports from './exports.ts';
import * as formTemplates from './form-templates.ts';
import * as groups from './groups.ts';
import * as guide from './guide.ts';
import * as imports from './imports.ts';
import * as invitations from './invitations.ts';
import * as invoiceRewards from './invoice-rewards.ts';
import * as invoices from './invoices.ts';
import * as joins from './joins.ts';
import * as leads from './leads.ts';
import * as ledger from './ledger.ts';
import * as links from './links.ts';
import * as looks from './looks.ts';
import * as merchants from './merchants.ts';
import * as offers from './offers.ts';
import * as partnershipBulk from './partnership-bulk.ts';
import * as partnershipHistory from './partnership-history.ts';
import * as partnerships from './partnerships.ts';
import * as partnerStack from './partnerstack.ts';
import * as payments from './payments.ts';
import * as payouts from './payouts.ts';
import * as plans from './plans.ts';
import * as portalCoupons from './portal-coupons.ts';
import * as portalEarnings from './portal-earnings.ts';
import * as portalForms from './portal-forms.ts';
import * as portalHosts from './portal-hosts.ts';
import * as portalLeads from './portal-leads.ts';
import * as portalLinks from './portal-links.ts';
import * as portalOffers from './portal-offers.ts';
import * as portalPages from './portal-pages.ts';
import * as portalPayouts from './portal-payouts.ts';
import * as portalProfile from './portal-profile.ts';
import * as portalRecruiting from './portal-recruiting.ts';
import * as portalSessions from './portal-sessions.ts';
import * as portalStatements from './portal-statements.ts';
import * as portalTerms from './portal-terms.ts';
import * as portalTier from './portal-tier.ts';
import * as privacy from './privacy.ts';
import * as programs from './programs.ts';
import * as prospectFiles from './prospect-files.ts';
import * as publicForms from './public-forms.ts';
import * as publicProspects from './public-prospects.ts';
import * as reference from './reference.ts';
import * as rewards from './rewards.ts';
import * as segments from './segments.ts';
import * as signUps from './sign-ups.ts';
import * as statistics from './statistics.ts';
import * as tags from './tags.ts';
import * as team from './team.ts';
import * as testEvents from './test-events.ts';
import * as tiers from './tiers.ts';
import * as transactions from './transactions.ts';
import * as triggers from './triggers.ts';

const RESOURCES: readonly Readonly<Record<string, unknown>>[] = [
  merchants,
  signUps,
  programs,
  plans,
  guide,
  groups,
  tags,
  segments,
  tiers,
  triggers,
  dryRuns,
  offers,
  partnerships,
  partnershipBulk,
  partnershipHistory,
  invitations,
  portalSessions,
  portalHosts,
  portalProfile,
  portalEarnings,
  portalPayouts,
  portalStatements,
  portalRecruiting,
  links,
  formTemplates,
  publicForms,
  publicProspects,
  applications,
  customers,
  domains,
  creatives,
  creativeStatistics,
  looks,
  portalPages,
  joins,
  portalLinks,
  portalTerms,
  portalCoupons,
  claims,
  transactions,
  actions,
  testEvents,
  leads,
  deals,
  partnerStack,
  portalForms,
  prospectFiles,
  portalLeads,
  rewards,
  invoices,
  invoiceRewards,
  payouts,
  payments,
  ledger,
  statistics,
  portalTier,
  portalOffers,
  apiKeys,
  team,
  accounts,
  auditEvents,
  exports,
  privacy,
  imports,
  reference,
];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isOperation = (value: unknown): value is AnyOperation => isObject(value) && 'kind' in value && 'path' in value;
const isSchema = (value: unknown): value is Schema => isObject(value) && '_zod' in value;

/** Every operation of the API, in the order of the document. Only the document and tests load them all. */
export const ALL_OPERATIONS: readonly AnyOperation[] = RESOURCES.flatMap((resource) =>
  Object.values(resource).filter(isOperation),
);

/** The objects that the API answers with, by their names. */
export const NAMED_OBJECTS: Readonly<Record<string, Schema>> = Object.fromEntries(
  RESOURCES.flatMap((resource) =>
    Object.entries(resource).filter((entry): entry is [string, Schema] => isSchema(entry[1])),
  ),
);
