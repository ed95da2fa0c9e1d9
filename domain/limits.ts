/**
 * What a program may hold of each kind. Every list of definitions is bounded, because the configuration of a program
 * is read as a whole when an event is accepted (docs/limits.md).
 */
export const LIMITS = {
  /** Groups that are not archived, and all of them. */
  groups: 50,
  groups_with_archived: 500,
  tags: 500,
  segments: 200,
  tiers: 20,
  /** Triggers that have not ended. */
  triggers: 100,
  link_domains: 20,
  /** Promo material that is not archived, and all of it. */
  creatives: 200,
  creatives_with_archived: 500,
  /** Further pages of the portal. */
  portal_pages: 20,
  /** Keys that are not revoked, and all of them. */
  api_keys: 50,
  api_keys_with_revoked: 1000,
  tags_of_partnership: 100,
  /** Members of a team, the invited ones included. */
  members: 200,
  /** Partnerships that one bulk move, bulk tagging or other bulk action names. */
  bulk_move: 100,
  notes_of_partnership: 1000,
} as const;

export type Limited = keyof typeof LIMITS;

/** How large a version of the configuration may be when it is packed: an item of the table holds 400 kB. */
export const MAX_CONFIGURATION_BYTES = 300_000;
