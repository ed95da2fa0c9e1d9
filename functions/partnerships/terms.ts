import { notFound } from '../../domain/errors.ts';
import { groups } from '../../table/definitions.ts';
import { getStanding } from '../../table/partnerships.ts';
import { ConditionFailed } from '../../table/store.ts';
import { type Acceptance, acceptancesOf, getAcceptance } from '../../table/terms.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import { acceptPortalTerms, getPortalTerms, listTermsAcceptances } from '../shared/contracts/portal-terms.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { pageOfAll } from '../shared/paging.ts';
import { accepting, termsOf } from '../shared/terms.ts';

type View = DataOf<typeof getPortalTerms>;

const acceptanceView = (acceptance: Acceptance): DataOf<typeof listTermsAcceptances>['items'][number] => ({
  key: acceptance.key,
  created_at: acceptance.accepted_at,
  updated_at: acceptance.accepted_at,
  group_key: acceptance.group,
  version: acceptance.version,
  terms_url: acceptance.url,
  accepted_at: acceptance.accepted_at,
  address: acceptance.address ?? null,
});

/** The caller's own partnership and the group that it is in. */
const ownGroup = async (deps: PartnershipDeps, context: Context) => {
  const standing = await getStanding(deps.store, partnershipOf(context));
  const group = standing === undefined ? undefined : await groups.get(deps.store, context.program, standing.group);
  if (standing === undefined || group === undefined) throw notFound('partnership', 'partnership');
  return { standing, group };
};

const show = async (deps: PartnershipDeps, context: Context): Promise<View> => {
  const { standing, group } = await ownGroup(deps, context);
  const terms = termsOf(group);
  if (terms === undefined) return { terms_url: null, version: null, accepted_at: null };
  const accepted = await getAcceptance(deps.store, standing.key, group.key, terms.version);
  return { terms_url: terms.url, version: terms.version, accepted_at: accepted?.accepted_at ?? null };
};

const accept = async (deps: PartnershipDeps, context: Context, version: number): Promise<View> => {
  const state = await readProgramState(deps, context.program);
  const own = await ownGroup(deps, context);
  const { write } = accepting(deps.ids, state, { ...own, version, now: context.now, address: context.sourceIp });
  try {
    await deps.store.write(write);
  } catch (error) {
    if (!(error instanceof ConditionFailed && error.condition === 'terms_accepted_before')) throw error;
  }
  return show(deps, context);
};

/** The operations of terms of service. */
export const termsRoutes = (deps: PartnershipDeps): readonly Route[] => [
  route(getPortalTerms, (context) => show(deps, context)),
  route(acceptPortalTerms, (context, { body }) => accept(deps, context, body.version)),
  route(listTermsAcceptances, async (context, { params, query }) => {
    const { standing } = await requirePartnership(deps, context.program, params.partnership);
    return pageOfAll((await acceptancesOf(deps.store, standing.key)).map(acceptanceView), query);
  }),
];
