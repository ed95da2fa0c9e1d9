import { hashOf, SHARDS, shardOf } from './shards.ts';
import type { ItemKey } from './store.ts';

/**
 * The data model: every key of the single table is built here (docs/data-model.md tells who reads what).
 * Keys are type-first, so that a role can be given one family of items.
 */

const item = (pk: string, sk: string): ItemKey => ({ pk, sk });

/** All merchants of an installation, in order of their creation, and the programs of each. */
export const merchantKey = (merchant: string): ItemKey => item('MERCHANTS', merchant);
export const merchantProgramKey = (merchant: string, program: string): ItemKey => item(`MERCHANT#${merchant}`, program);

/** A person who can log in, by the login's own name for them, and what the person belongs to. */
export const userKey = (user: string): ItemKey => item(`USER#${user}`, 'HEAD');
export const userMemberPrefix = 'MEMBER#';
export const userMemberKey = (user: string, merchant: string): ItemKey =>
  item(`USER#${user}`, `${userMemberPrefix}${merchant}`);
export const userPartnerPrefix = 'PARTNER#';
export const userPartnerKey = (user: string, program: string): ItemKey =>
  item(`USER#${user}`, `${userPartnerPrefix}${program}`);
/** Guards that an e-mail address belongs to one person. */
export const userEmailKey = (email: string): ItemKey => item(`USEREMAIL#${email.toLowerCase()}`, 'A');

/** The team of a merchant: its counts, its members (also those who are still invited), and their addresses. */
export const teamKey = (merchant: string): ItemKey => item(`TEAM#${merchant}`, 'COUNTS');
/** Guards that an e-mail address has one open invitation. */
export const teamEmailKey = (merchant: string, email: string): ItemKey =>
  item(`TEAM#${merchant}`, `EMAIL#${email.toLowerCase()}`);
export const teamMemberPrefix = 'MEMBER#';
export const teamMemberKey = (merchant: string, member: string): ItemKey =>
  item(`TEAM#${merchant}`, `${teamMemberPrefix}${member}`);
/** A mailed link, by the hash of its token. */
export const mailedLinkKey = (hash: string): ItemKey => item(`MAILED#${hash}`, 'A');
/** That the merchant's server lets a partner into the embedded portal, by the hash of its token. */
export const portalSessionKey = (hash: string): ItemKey => item(`PSESSION#${hash}`, 'A');
/** That a partner who has logged in goes on to a portal on a host of the merchant's own, by the hash of the code. */
export const handOverKey = (hash: string): ItemKey => item(`HANDOVER#${hash}`, 'A');
/** What a subscription allows; operators make them. */
export const planKey = (plan: string): ItemKey => item('PLANS', plan);

export const programKey = (program: string): ItemKey => item(`PROG#${program}`, 'HEAD');
export const configurationKey = (program: string, version: number): ItemKey =>
  item(`PROG#${program}`, `CONFIG#${String(version).padStart(8, '0')}`);

/** What a merchant defines in a program: one item each, found by kind or by key. */
export type DefinitionKind = 'GROUP' | 'TAG' | 'SEGMENT' | 'TIER' | 'TRIGGER' | 'DOMAIN' | 'CREATIVE' | 'PAGE';
export const definitionKey = (program: string, kind: DefinitionKind, key: string): ItemKey =>
  item(`PROG#${program}`, `${kind}#${key}`);
/** A version of a trigger that has ended; it never changes. */
export const triggerVersionKey = (program: string, trigger: string, version: number): ItemKey =>
  item(`TRGV#${program}#${trigger}`, String(version).padStart(8, '0'));
/** Guards that a name is used once per kind and program. */
export const nameKey = (program: string, kind: DefinitionKind, name: string): ItemKey =>
  item(`NAME#${program}#${kind}`, name.toLowerCase());

/** What the portal and the forms of a program look like. */
export const lookKey = (program: string): ItemKey => item(`PROG#${program}`, 'LOOK');
/** Which picture a banner shows now, found by the banner alone. */
export const publicCreativeKey = (creative: string): ItemKey => item(`PCREA#${creative}`, 'A');

/** What somebody judged of a step of the set-up guide. */
export const guideTickKey = (program: string, step: string): ItemKey => item(`PROG#${program}`, `GUIDE#${step}`);
export const GUIDE_TICKS_PREFIX = 'GUIDE#';

/** Names the secret's hash of an API key, so that a program can list and revoke its keys. */
export const apiKeyPointerKey = (program: string, key: string): ItemKey => item(`PROG#${program}`, `APIKEY#${key}`);
/** Levels that are being raised after the tiers were changed, where tiers never fall. */
export const levelWalkKey = (program: string): ItemKey => item(`PROG#${program}`, 'LEVELWALK');
/** The links of a group that are following a change of it. */
export const linkWalkKey = (program: string, group: string): ItemKey => item(`PROG#${program}`, `LINKWALK#${group}`);
export const LINK_WALKS_PREFIX = 'LINKWALK#';
/** The join link of a group, found by its slug in the whole installation. */
export const joinKey = (slug: string): ItemKey => item(`JOIN#${slug}`, 'A');

/** The form of a kind that a group has: which version is valid, and whether it is on. */
export const formKey = (program: string, group: string, kind: string): ItemKey =>
  item(`FORM#${program}#${group}`, kind);
/** One version of a form; it never changes. */
export const formVersionKey = (program: string, group: string, kind: string, version: number): ItemKey =>
  item(`FORMV#${program}#${group}#${kind}`, String(version).padStart(8, '0'));
/** Whose public forms lie at an address. */
export const publicFormsKey = (slug: string): ItemKey => item(`PFORM#${slug}`, 'A');
/** A file that may be uploaded to a form, and a submission that was accepted: both are forgotten after two days. */
export const uploadKey = (program: string, upload: string): ItemKey => item(`UPLOAD#${program}#${upload}`, 'A');
export const submissionKey = (program: string, submission: string): ItemKey =>
  item(`SUBM#${program}#${submission}`, 'A');

/** A request to join, what happened to it, and the latest one of an e-mail address. */
export const applicationKey = (program: string, key: string): ItemKey => item(`APPL#${program}#${key}`, 'A');
export const applicationEventKey = (program: string, key: string, event: string): ItemKey =>
  item(`APPL#${program}#${key}`, `EVENT#${event}`);
export const applicationNameKey = (program: string, email: string): ItemKey =>
  item(`APPLNAME#${program}`, email.toLowerCase());

export const invoiceKey = (program: string, period: string): ItemKey => item(`PROG#${program}`, `INV#${period}`);
export const INVOICES_PREFIX = 'INV#';
/** What happened to an invoice: the entries that carry an event announce it. */
export const invoiceLogKey = (program: string, period: string, entry: string): ItemKey =>
  item(`PROG#${program}`, `INVLOG#${period}#${entry}`);
export const invoiceLogPrefix = (period: string): string => `INVLOG#${period}#`;

export const profileKey = (partnership: string): ItemKey => item(`PART#${partnership}`, 'PROFILE');
export const standingKey = (partnership: string): ItemKey => item(`PART#${partnership}`, 'STANDING');
/** So many rosters hold the tags of a program's partnerships: small enough to write one, few enough to read all. */
const ROSTERS = 256;
const rosterAt = (program: string, place: number): ItemKey =>
  item(`ROSTER#${program}#${String(place).padStart(3, '0')}`, 'A');
/** The roster that a partnership stands in. */
export const rosterKey = (program: string, partnership: string): ItemKey =>
  rosterAt(program, hashOf(partnership) % ROSTERS);
export const rosterKeys = (program: string): readonly ItemKey[] =>
  Array.from({ length: ROSTERS }, (_, place) => rosterAt(program, place));
/** Guards that the merchant's own key, or an e-mail address, names one partnership of a program. */
export const partnerNameKey = (program: string, kind: 'KEY' | 'EMAIL', value: string): ItemKey =>
  item(`PNAME#${program}#${kind}`, value);
/** An invitation to be a partner, and the address that it was sent to: one is open at a time. */
export const partnerInvitationKey = (program: string, invitation: string): ItemKey =>
  item(`INVITE#${program}#${invitation}`, 'A');
export const invitedKey = (program: string, email: string): ItemKey => item(`INVITED#${program}`, email.toLowerCase());
/** Guards that a partner is active in one program of a merchant at a time; test and live mode are kept apart. */
export const activePartnerKey = (merchant: string, mode: string, email: string): ItemKey =>
  item(`ACTIVE#${merchant}#${mode}`, email.toLowerCase());
/** What happened to a partnership after it joined, and announces it. */
export const partnershipLogKey = (partnership: string, entry: string): ItemKey =>
  item(`PART#${partnership}`, `LOG#${entry}`);
export const PARTNERSHIP_LOG_PREFIX = 'LOG#';
/** Lists whom a partnership has recruited. */
export const recruitKey = (recruiter: string, partnership: string): ItemKey =>
  item(`RECRUITS#${recruiter}`, partnership);
/** What the merchant's team noted about a partnership. */
export const partnershipNoteKey = (partnership: string, note: string): ItemKey =>
  item(`PART#${partnership}`, `NOTE#${note}`);
export const PARTNERSHIP_NOTES_PREFIX = 'NOTE#';
export const earningKey = (partnership: string, period: string, event: string): ItemKey =>
  item(`PART#${partnership}`, `EARN#${period}#${event}`);
export const earningsPrefix = (period: string): string => `EARN#${period}#`;
export const markKey = (partnership: string, period: string, reward: string, mark: string): ItemKey =>
  item(`PART#${partnership}`, `MARK#${period}#${reward}#${mark}`);
export const marksPrefix = (period: string, reward?: string): string =>
  reward === undefined ? `MARK#${period}#` : `MARK#${period}#${reward}#`;
export const statementKey = (partnership: string, period: string): ItemKey =>
  item(`PART#${partnership}`, `STMT#${period}`);
export const STATEMENTS_PREFIX = 'STMT#';
/** Payout n + 1 of a partnership can only be made when n has ended: the key is the lock against paying twice. */
export const payoutKey = (partnership: string, number: number): ItemKey =>
  item(`PART#${partnership}`, `PAYOUT#${String(number).padStart(6, '0')}`);
export const PAYOUTS_PREFIX = 'PAYOUT#';
/** What happened to a payout after it was sent, and announces it. */
export const payoutLogKey = (partnership: string, number: number, entry: string): ItemKey =>
  item(`PART#${partnership}`, `PAYLOG#${String(number).padStart(6, '0')}#${entry}`);

/** Jobs of a program in the order of their keys, and the events that carry each of them on. */
export const jobsPartition = (program: string): string => `JOBS#${program}`;
export const jobKey = (program: string, job: string): ItemKey => item(jobsPartition(program), job);
export const jobRunKey = (program: string, job: string, run: number): ItemKey =>
  item(`JOBRUN#${program}#${job}`, String(run).padStart(6, '0'));

/** A payment method of a merchant. */
export const paymentMethodKey = (program: string, method: string): ItemKey =>
  item(`PROG#${program}`, `PAYMETHOD#${method}`);
export const PAYMENT_METHODS_PREFIX = 'PAYMETHOD#';
/** Whose a set-up at the provider is. */
export const setUpKey = (setUp: string): ItemKey => item(`SETUP#${setUp}`, 'A');
/** Remembers the events of a provider that were dealt with. */
export const providerEventKey = (provider: string, event: string): ItemKey => item(`HOOK#${provider}#${event}`, 'A');
/** Remembers the mails that were sent. */
export const mailKey = (event: string): ItemKey => item(`MAIL#${event}`, 'A');

export const customerKey = (program: string, customer: string): ItemKey => item(`CUST#${program}#${customer}`, 'A');
export const saleKey = (program: string, external: string): ItemKey => item(`TXN#${program}#${external}`, 'SALE');
export const refundedKey = (program: string, external: string): ItemKey =>
  item(`TXN#${program}#${external}`, 'REFUNDED');
export const refundKey = (program: string, external: string): ItemKey => item(`RFND#${program}#${external}`, 'REFUND');
/** A reward that was given by hand, under the merchant's own key for it. */
export const grantKey = (program: string, external: string): ItemKey => item(`GRANT#${program}#${external}`, 'A');
/** That the rewards of an event were given to another partnership: an event is reassigned at most once. */
export const reassignmentKey = (program: string, event: string): ItemKey => item(`RSGN#${program}#${event}`, 'A');
export const actionKey = (program: string, external: string): ItemKey => item(`ACT#${program}#${external}`, 'ACTION');

/** What ties a coupon, an e-mail address, a customer's key or the token of an old address to a partnership before the customer is known. */
export const claimKey = (program: string, kind: 'coupon' | 'email' | 'customer' | 'referral', value: string): ItemKey =>
  item(`CLAIM#${program}#${kind}#${value}`, 'A');

/** The program that a verified link domain belongs to, found by the host. */
export const domainKey = (host: string): ItemKey => item(`DOMAIN#${host}`, 'A');
/** That a link of the program is reached on a host of its own. */
export const domainLinkKey = (program: string, host: string, link: string): ItemKey =>
  item(`HOSTLINKS#${program}#${host}`, link);
/** A lead or a deal, what happened to it in order of time, and that the merchant's own key names it. */
export type ProspectKind = 'LEAD' | 'DEAL';
export const prospectKey = (kind: ProspectKind, program: string, key: string): ItemKey =>
  item(`${kind}#${program}#${key}`, 'A');
export const prospectEntryKey = (kind: ProspectKind, program: string, key: string, entry: string): ItemKey =>
  item(`${kind}#${program}#${key}`, `EVENT#${entry}`);
export const PROSPECT_ENTRIES_PREFIX = 'EVENT#';
export const prospectNameKey = (kind: ProspectKind, program: string, external: string): ItemKey =>
  item(`NAME#${program}#${kind}`, external);
/** The deal that was the first with this sign (its account, its contact). */
export const dealSignKey = (program: string, sign: string): ItemKey => item(`NAME#${program}#DEALSIGN`, sign);

/** Guards that a partnership is given its only link once. */
export const firstLinkKey = (partnership: string): ItemKey => item(`PART#${partnership}`, 'FIRSTLINK');
/** That a partnership accepted a version of the terms of a group. */
export const termsKey = (partnership: string, group: string, version: number): ItemKey =>
  item(`PART#${partnership}`, `TERMS#${group}#${String(version).padStart(8, '0')}`);
export const TERMS_PREFIX = 'TERMS#';
/** What an import is allowed to read another system with, only as long as it runs. */
export const importAccessKey = (job: string): ItemKey => item(`IMPORTACCESS#${job}`, 'A');
/** What an import knows of the things of another system: which of ours each of them is, and who made it. */
export const importedKey = (scope: string, kind: string, name: string): ItemKey =>
  item(`IMPORTED#${scope}`, `${kind}#${name}`);

export const linkKey = (host: string, slug: string): ItemKey => item(`LINK#${host}#${slug}`, 'A');
/** The clicks of one visitor on one link in order of time; the id is the one of the log line. */
export const clickKey = (link: string, visitor: string, at: number, id: string): ItemKey =>
  item(`CLICK#${link}#${visitor}`, `${String(at).padStart(15, '0')}#${id}`);
/** Remembers that an event has been counted. */
export const markerKey = (event: string): ItemKey => item(`MARKER#${event}`, 'STATISTICS');
/** Counters of one subject on one day; a month of one kind lies together, so that lists of subjects are one range. */
export const countersPartition = (program: string, kind: string, month: string, shard: number): string =>
  `STAT#${program}#${kind}#${month}#${shard}`;
export const countersKey = (program: string, kind: string, subject: string, day: string, shard: number): ItemKey =>
  item(countersPartition(program, kind, day.slice(0, 7), shard), `${subject}#${day}`);

/** An event that was sent to see what comes of it, in a program for tests. */
export const testEventKey = (program: string, key: string): ItemKey => item(`TESTEVENT#${program}#${key}`, 'A');

/** Partitions of gsi1: what a program has of one kind, in order of its keys (which begin with the time). */
export type ListKind =
  | 'PARTS'
  | 'CUSTS'
  | 'TXNS'
  | 'RFNDS'
  | 'ACTS'
  | 'LINKS'
  | 'PAYS'
  | 'COUPONS'
  | 'CLAIMS'
  | 'REFERRALS'
  | 'GRANTS'
  | 'RSGNS'
  | 'PARTLOGS'
  | 'INVITES'
  | 'LEADS'
  | 'LEADEVENTS'
  | 'DEALS'
  | 'DEALEVENTS'
  | 'APPLS'
  | 'AUDITS';
export const listPartition = (kind: ListKind, program: string, shard: number): string => `${kind}#${program}#${shard}`;
export const listPartitions = (kind: ListKind, program: string): readonly string[] =>
  SHARDS.map((shard) => listPartition(kind, program, shard));
/** The gsi1 attributes of an item with this public key. */
export const listed = (kind: ListKind, program: string, key: string) => ({
  gsi1pk: listPartition(kind, program, shardOf(key)),
  gsi1sk: key,
});

/** Who changed what in a program, and when. */
export const auditEventKey = (program: string, event: string): ItemKey => item(`AUDIT#${program}#${event}`, 'A');

/** Partitions of gsi2. */
export const auditSubjectPartition = (program: string, subject: string): string => `AUDITOF#${program}#${subject}`;
export const groupPartition = (program: string, group: string, shard: number): string =>
  `GROUPED#${program}#${group}#${shard}`;
export const groupPartitions = (program: string, group: string): readonly string[] =>
  SHARDS.map((shard) => groupPartition(program, group, shard));
/** The gsi2 attributes of a partnership's standing: the group that it is in. */
export const grouped = (program: string, group: string, partnership: string) => ({
  gsi2pk: groupPartition(program, group, shardOf(partnership)),
  gsi2sk: partnership,
});
/** What happened to a partnership, from items of several kinds, in the order of time. */
export const timelinePartition = (partnership: string): string => `TIMELINE#${partnership}`;
/** The gsi2 attributes of an item that tells what happened to a partnership; `id` tells apart what is of one instant. */
export const inTimeline = (partnership: string, at: number, id: string) => ({
  gsi2pk: timelinePartition(partnership),
  gsi2sk: `${String(at).padStart(15, '0')}.${id}`,
});
export const applicationsPartition = (program: string, state: string, shard: number): string =>
  `APPLSTATE#${program}#${state}#${shard}`;
export const applicationsPartitions = (program: string, state: string): readonly string[] =>
  SHARDS.map((shard) => applicationsPartition(program, state, shard));
export const customerTransactionsPartition = (program: string, customer: string): string =>
  `CUSTTXN#${program}#${customer}`;
export const partnershipProspectsPartition = (kind: ProspectKind, partnership: string): string =>
  `PART${kind}S#${partnership}`;
/** Customers with an e-mail address, however it is capitalised. */
export const customerEmailPartition = (program: string, email: string): string =>
  `CUSTMAIL#${program}#${email.toLowerCase()}`;
export const partnershipLinksPartition = (partnership: string): string => `PARTLINKS#${partnership}`;
export const invoiceLinesPartition = (program: string, period: string, shard: number): string =>
  `INVLINES#${program}#${period}#${shard}`;
/** What must happen when: the sort key is an ISO instant, so that "due" is one range. */
export const duePartition = (shard: number): string => `DUE#${shard}`;
