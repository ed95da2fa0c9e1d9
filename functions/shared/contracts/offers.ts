import * as z from 'zod/mini';
import { Audience, Offer as Terms, Trigger } from '../../../domain/triggers.ts';
import { operation } from '../contract.ts';
import {
  deleted,
  instant,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  patch,
  queryFlag,
  queryInteger,
} from './fields.ts';

const tag = 'offers';
const path = '/v2/offers/{offer}';
const params = z.strictObject({ offer: key });

const fields = {
  name: line(100),
  /** What is rewarded. */
  event: Trigger.shape.event,
  offer: Terms,
  /** The group that it is for; null for all groups. */
  group_key: z.nullable(key),
  /** Only from this tier upwards; null for everybody. */
  from_tier: z.nullable(key),
} as const;

/** What a trigger promises whose action is a reward: the trigger itself, seen from the partner's side. */
export const Offer = z.strictObject({
  ...objectFields,
  ...fields,
  /** Whom the trigger is for, where it is not one group or all of them. */
  audience: Audience,
  version: z.int(),
  active_from: instant,
  active_to: z.nullable(instant),
  archived: z.boolean(),
});

export const listOffers = operation({
  id: 'listOffers',
  method: 'GET',
  path: '/v2/offers',
  tag,
  scope: 'programs:read',
  summary: 'List offers in their valid versions',
  description:
    '`group_key` keeps the offers of that group together with those for all groups. Deleted ones are there with `include_archived`.',
  message: 'Offers retrieved.',
  query: z.extend(listQuery, { group_key: z.optional(key), include_archived: z.optional(queryFlag) }),
  data: listOf(Offer),
});

export const getOffer = operation({
  id: 'getOffer',
  method: 'GET',
  path,
  tag,
  scope: 'programs:read',
  summary: 'Get an offer',
  message: 'Offer retrieved.',
  params,
  data: Offer,
});

export const listOfferVersions = operation({
  id: 'listOfferVersions',
  method: 'GET',
  path: '/v2/offers/{offer}/versions',
  tag,
  scope: 'programs:read',
  summary: 'List the versions of an offer, the latest first',
  description:
    'Each with the time in which it counted; rewards keep the version that made them. The cursors of this list are version numbers.',
  message: 'Versions retrieved.',
  params,
  query: z.strictObject({
    limit: z.prefault(queryInteger(1, 250), '10'),
    starting_after: z.optional(queryInteger(1, 99_999_999)),
  }),
  data: listOf(Offer),
});

const tier = z.optional(fields.from_tier);

export const createOffer = operation({
  id: 'createOffer',
  method: 'POST',
  path: '/v2/offers',
  tag,
  scope: 'programs:write',
  summary: 'Create an offer',
  description: 'Makes a trigger that generates rewards: for one group, or for all of them without `group_key`.',
  message: 'Offer created.',
  body: z.strictObject({
    name: fields.name,
    event: z._default(fields.event, 'transaction.accepted'),
    offer: fields.offer,
    group_key: z.optional(fields.group_key),
    from_tier: tier,
    active_from: z.optional(instant),
    active_to: z.optional(z.nullable(instant)),
  }),
  data: Offer,
});

export const updateOffer = operation({
  id: 'updateOffer',
  method: 'PATCH',
  path,
  tag,
  scope: 'programs:write',
  summary: 'Change an offer',
  description:
    'Closes the valid version and opens a new one that counts from now on; earlier rewards keep their terms. `offer` is replaced as a whole.',
  message: 'Offer changed.',
  params,
  body: patch({ ...fields, active_from: instant, active_to: z.nullable(instant) }),
  data: Offer,
});

export const deleteOffer = operation({
  id: 'deleteOffer',
  method: 'DELETE',
  path,
  tag,
  scope: 'programs:write',
  summary: 'Delete an offer',
  description: 'It makes no further rewards; those that it made stay.',
  message: 'Offer deleted.',
  params,
  data: deleted,
});
