import german from '../../console/texts/audited-fields.de.ts';
import english from '../../console/texts/audited-fields.en.ts';
import type { Mark } from '../../domain/earnings.ts';
import type { Action } from '../../table/actions.ts';
import type { ApiKey } from '../../table/api-keys.ts';
import type { Application } from '../../table/applications.ts';
import type { Claim } from '../../table/claims.ts';
import type { Creative } from '../../table/creatives.ts';
import type { Customer } from '../../table/customers.ts';
import type { Deal } from '../../table/deals.ts';
import type { Group, LinkDomain, Segment, Tag, TierDefinition, TriggerDefinition } from '../../table/definitions.ts';
import type { HostOwner } from '../../table/domains.ts';
import type { FormHead } from '../../table/forms.ts';
import type { Grant } from '../../table/grants.ts';
import type { GuideTick } from '../../table/guide-ticks.ts';
import type { HistoryEntry } from '../../table/histories.ts';
import type { Invoice } from '../../table/invoices.ts';
import type { Job } from '../../table/jobs.ts';
import type { Lead } from '../../table/leads.ts';
import type { LinkWalk } from '../../table/link-walks.ts';
import type { Link } from '../../table/links.ts';
import type { Look } from '../../table/looks.ts';
import type { Merchant } from '../../table/merchants.ts';
import type { PartnerInvitation } from '../../table/partner-invitations.ts';
import type { PartnershipNote } from '../../table/partnership-notes.ts';
import type { Profile, Standing } from '../../table/partnerships.ts';
import type { PaymentMethod } from '../../table/payment-methods.ts';
import type { Payout } from '../../table/payouts.ts';
import type { PortalPage } from '../../table/portal-pages.ts';
import type { PortalSession } from '../../table/portal-sessions.ts';
import type { Program } from '../../table/programs.ts';
import type { Reassignment } from '../../table/reassignments.ts';
import type { Member } from '../../table/team.ts';
import type { Acceptance } from '../../table/terms.ts';
import type { TestEvent } from '../../table/test-events.ts';

/** What the audit log can tell of: everything that a request changes and that is no mere follower of another thing. */
type Audited =
  | (Action | ApiKey | Application | Claim | Creative | Customer | Deal)
  | (Group | LinkDomain | Segment | Tag | TierDefinition | TriggerDefinition)
  | (HostOwner | Mark | FormHead | Grant | GuideTick | HistoryEntry | Invoice | Job | Lead | LinkWalk | Link | Look)
  | (Merchant | PartnerInvitation | PartnershipNote | Profile | Standing | PaymentMethod | Payout | PortalPage)
  | (PortalSession | Program | Reassignment | Member | Acceptance | TestEvent);

/** Never told, like all that `functions/shared/auditing.ts` calls internal. */
type Hidden =
  | 'pk'
  | 'sk'
  | 'key'
  | 'program'
  | 'rev'
  | 'v'
  | 'fact'
  | 'announces'
  | 'asked'
  | 'awaited'
  | 'hash'
  | 'token';

/** The names of fields that are the same for everybody: those of metadata and answers are the merchant's own words. */
type Named<T> = string extends keyof T ? never : Extract<keyof T, string>;
/** What something is made of: the members of a list, or itself. */
type Piece<T> = unknown extends T ? never : T extends readonly (infer M)[] ? M : T;
type Inside<T> = T extends object ? { [K in Named<T>]: Piece<Exclude<T[K], undefined>> }[Named<T>] : never;
type Names<T> = T extends object ? Named<T> : never;
type First = Inside<Audited>;
type Second = Inside<First>;

type Missing = Exclude<Names<Audited> | Names<First> | Names<Second>, Hidden | keyof typeof english>;

test('every field that the audit log can name has a word, in both languages', () => {
  // A field without one is named by the compiler here.
  const none: [Missing] extends [never] ? true : Missing = true;
  expect(none).toBe(true);
  expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
});
