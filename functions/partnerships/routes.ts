import { type Route, route } from '../shared/api.ts';
import {
  createPartnership,
  getPartnership,
  listPartnerships,
  listStatements,
  movePartnerships,
  tagPartnership,
  tagPartnerships,
  updatePartnership,
} from '../shared/contracts/partnerships.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { createPartner } from '../shared/new-partners.ts';
import { partnershipView } from '../shared/partnership-views.ts';
import { changePartner } from './change.ts';
import { listPartners } from './list.ts';
import { moveToGroup } from './move.ts';
import { listStatementsOf } from './statements.ts';
import { retagPartner, retagPartners } from './tagging.ts';

/** The operations of /v2/partnerships. */
export const partnershipRoutes = (deps: PartnershipDeps): readonly Route[] => [
  route(createPartnership, async (context, { body }) =>
    partnershipView(deps, context, await createPartner(deps, context, body)),
  ),
  route(listPartnerships, (context, { query }) => listPartners(deps, context, query)),
  route(movePartnerships, (context, { body }) => moveToGroup(deps, context, body)),
  route(tagPartnerships, (context, { body }) => retagPartners(deps, context, body)),
  route(tagPartnership, (context, input) => retagPartner(deps, context, input)),
  route(getPartnership, async (context, { params }) =>
    partnershipView(deps, context, await requirePartnership(deps, context.program, params.partnership)),
  ),
  route(updatePartnership, async (context, { params, body }) =>
    partnershipView(deps, context, await changePartner(deps, context, params.partnership, body)),
  ),
  route(listStatements, (context, input) => listStatementsOf(deps, context, input)),
];
