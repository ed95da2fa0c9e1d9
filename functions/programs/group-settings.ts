import type { Utm } from '../../domain/links.ts';
import type { Group, SocialContent, Terms } from '../../table/definitions.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createGroup, updateGroup } from '../shared/contracts/groups.ts';
import { storedAddress } from '../shared/landing.ts';

export type NewSettings = InputOf<typeof createGroup>['body'];
export type Patch = InputOf<typeof updateGroup>['body'];

/** Only what is set; undefined when nothing is. */
const setOnly = <T extends object>(fields: T): T | undefined =>
  Object.values(fields).some((value) => value !== undefined) ? fields : undefined;

const storedSocial = (asked: Patch['social'], before: SocialContent | undefined): SocialContent | undefined => {
  if (asked === undefined) return before;
  if (asked === null) return undefined;
  return setOnly<SocialContent>({ ...asked, x_handle: asked.x_handle?.replace(/^@/, '') });
};

/** Versions go on counting after terms were taken away: an acceptance names one text for ever. */
const storedTerms = (body: Patch, before: Terms | undefined, now: number): Terms | undefined => {
  const url = storedAddress(before?.url, body.terms_url);
  const another = url !== before?.url || (body.terms_changed === true && url !== undefined);
  if (!another) return before;
  if (url === undefined) return before === undefined ? undefined : { version: before.version, since: before.since };
  return { url, version: (before?.version ?? 0) + 1, since: now };
};

/** The group after a change of its settings. */
export const changed = (before: Group, body: Patch, now: number): Group => ({
  ...before,
  name: body.name ?? before.name,
  archived: body.archived ?? before.archived,
  destination_url: storedAddress(before.destination_url, body.destination_url),
  approval_delay_days:
    body.approval_delay_days === undefined ? before.approval_delay_days : (body.approval_delay_days ?? undefined),
  utm: body.utm === undefined ? before.utm : setOnly<Utm>(body.utm),
  parameters: body.parameters === undefined ? before.parameters : setOnly(body.parameters),
  social: storedSocial(body.social, before.social),
  referral_links: body.referral_links ?? before.referral_links,
  custom_links: body.custom_links ?? before.custom_links,
  auto_approve: body.auto_approve === undefined ? before.auto_approve : (body.auto_approve ?? undefined),
  terms: storedTerms(body, before.terms, now),
  updated_at: now,
});
