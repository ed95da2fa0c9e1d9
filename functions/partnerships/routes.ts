import { type Route, route } from '../shared/api.ts';
import { actOnPartnerships } from '../shared/contracts/partnership-bulk.ts';
import * as history from '../shared/contracts/partnership-history.ts';
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
import { archivePartnership, regroupPartnerships } from '../shared/contracts/partnerstack.ts';
import { listPortalOffers } from '../shared/contracts/portal-offers.ts';
import { createPortalSession } from '../shared/contracts/portal-sessions.ts';
import { getPortalTier } from '../shared/contracts/portal-tier.ts';
import { requireNamed } from '../shared/found-partners.ts';
import { giveOnlyLink } from '../shared/only-link.ts';
import { partnershipView } from '../shared/partnership-views.ts';
import { type AddDeps, addPartner } from './add-partner.ts';
import { actOnPartners } from './bulk.ts';
import { changePartner } from './change.ts';
import { listPartners } from './list.ts';
import { moveToGroup } from './move.ts';
import { deleteNote, listNotes, noteDown } from './notes.ts';
import { portalOffers } from './portal-offers.ts';
import { letIn } from './portal-sessions.ts';
import { portalTier } from './portal-tier.ts';
import { listStatementsOf } from './statements.ts';
import { retagPartner, retagPartners } from './tagging.ts';
import { listTimeline } from './timeline.ts';

/** The operations of /v2/partnerships. */
export const partnershipRoutes = (deps: AddDeps): readonly Route[] => [
  route(createPartnership, async (context, { body }) => {
    const made = await addPartner(deps, context, body);
    await giveOnlyLink(deps, context, made.standing);
    return partnershipView(deps, context, made);
  }),
  route(listPartnerships, (context, { query }) => listPartners(deps, context, query)),
  route(movePartnerships, (context, { body }) => moveToGroup(deps, context, body)),
  route(regroupPartnerships, (context, { body }) => moveToGroup(deps, context, body)),
  route(archivePartnership, async (context, { params }) => {
    const { standing } = await changePartner(deps, context, params.partnership, { status: 'inactive' });
    return { key: standing.key, deleted: true };
  }),
  route(actOnPartnerships, (context, { body }) => actOnPartners(deps, context, body)),
  route(tagPartnerships, (context, { body }) => retagPartners(deps, context, body)),
  route(tagPartnership, (context, input) => retagPartner(deps, context, input)),
  route(getPartnership, async (context, { params }) =>
    partnershipView(deps, context, await requireNamed(deps, context.program, params.partnership)),
  ),
  route(updatePartnership, async (context, { params, body }) =>
    partnershipView(deps, context, await changePartner(deps, context, params.partnership, body)),
  ),
  route(createPortalSession, (context, input) => letIn(deps, context, input)),
  route(getPortalTier, (context) => portalTier(deps, context)),
  route(listPortalOffers, (context) => portalOffers(deps, context)),
  route(listStatements, (context, input) => listStatementsOf(deps, context, input)),
  route(history.createPartnershipNote, (context, input) => noteDown(deps, context, input)),
  route(history.listPartnershipNotes, (context, input) => listNotes(deps, context, input)),
  route(history.deletePartnershipNote, (context, input) => deleteNote(deps, context, input)),
  route(history.listPartnershipTimeline, (context, input) => listTimeline(deps, context, input)),
];
