import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  currency,
  deleted,
  externalKey,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  prose,
  signedAmount,
  webAddress,
} from './fields.ts';

const tag = 'partnerships';
const params = z.strictObject({ partnership: externalKey });

/** What the merchant's team noted about a partnership. Partners never see it. */
export const PartnershipNote = z.strictObject({
  ...objectFields,
  partnership_key: key,
  text: prose(5_000),
  /** Who wrote it: the key of an API key or of a member of the team. */
  by: line(200),
});

export const createPartnershipNote = operation({
  id: 'createPartnershipNote',
  method: 'POST',
  path: '/v2/partnerships/{partnership}/notes',
  tag,
  scope: 'partnerships:write',
  summary: 'Note something about a partnership',
  description: 'Notes are for the merchant only and are never shown to the partner. They do not change.',
  message: 'Note created.',
  params,
  body: z.strictObject({ text: prose(5_000).check(z.minLength(1)) }),
  data: PartnershipNote,
});

export const listPartnershipNotes = operation({
  id: 'listPartnershipNotes',
  method: 'GET',
  path: '/v2/partnerships/{partnership}/notes',
  tag,
  scope: 'partnerships:read',
  summary: 'List the notes about a partnership, latest first',
  message: 'Notes retrieved.',
  params,
  query: listQuery,
  data: listOf(PartnershipNote),
});

export const deletePartnershipNote = operation({
  id: 'deletePartnershipNote',
  method: 'DELETE',
  path: '/v2/partnerships/{partnership}/notes/{note}',
  tag,
  scope: 'partnerships:write',
  summary: 'Delete a note',
  message: 'Note deleted.',
  params: z.strictObject({ partnership: externalKey, note: key }),
  data: deleted,
});

const entry = { ...objectFields } as const;
/** Who did it; null where it came about by itself. */
const by = z.nullable(line(200));
const reason = z.nullable(prose(500));
const payout = { payout_key: key, amount: signedAmount, currency, reason: z.nullable(z.string()) } as const;

/** Something that happened to a partnership; what it tells besides depends on its `type`. */
export const TimelineEntry = z.discriminatedUnion('type', [
  z.strictObject({ ...entry, type: z.literal('joined') }),
  z.strictObject({ ...entry, type: z.literal('approved'), by }),
  z.strictObject({ ...entry, type: z.literal('moved'), by, from_group_key: key, to_group_key: key }),
  z.strictObject({ ...entry, type: z.enum(['deactivated', 'reactivated']), by, reason }),
  z.strictObject({ ...entry, type: z.literal('tier_reached'), tier_key: key }),
  z.strictObject({
    ...{ ...entry, type: z.literal('terms_accepted') },
    ...{ group_key: key, version: z.int(), terms_url: webAddress },
  }),
  z.strictObject({
    ...entry,
    type: z.literal('reward_decided'),
    by,
    reward_key: line(200),
    action: z.enum(['approve', 'decline', 'hold', 'release', 'adjust']),
    /** Of an adjustment: the difference to the amount before. */
    difference: z.nullable(signedAmount),
    note: z.nullable(z.string()),
  }),
  z.strictObject({ ...entry, type: z.enum(['payout_sent', 'payout_failed', 'payout_returned']), ...payout }),
  z.strictObject({ ...entry, type: z.literal('noted'), by, note_key: key, text: prose(5_000) }),
]);

export const listPartnershipTimeline = operation({
  id: 'listPartnershipTimeline',
  method: 'GET',
  path: '/v2/partnerships/{partnership}/timeline',
  tag,
  scope: 'partnerships:read',
  summary: 'What happened to a partnership, latest first',
  description:
    'It joined, was moved, deactivated or reactivated, reached a tier, accepted terms; what was decided about its rewards; its payouts; notes. Which fields a request changed, and how, is in the audit events whose `subject_key` is the partnership.',
  message: 'Timeline retrieved.',
  params,
  query: z.pick(listQuery, { limit: true, starting_after: true, ending_before: true, order_by: true }),
  data: listOf(TimelineEntry),
});
