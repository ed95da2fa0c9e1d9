import type { Utm } from '../../domain/links.ts';
import type { Group, SocialContent, Terms } from '../../table/definitions.ts';
import type { Program } from '../../table/programs.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { createGroup, getGroup, updateGroup } from '../shared/contracts/groups.ts';
import { storedAddress } from '../shared/landing.ts';

export type View = DataOf<typeof getGroup>;
export type NewSettings = InputOf<typeof createGroup>['body'];
export type Patch = InputOf<typeof updateGroup>['body'];

/** Some characters become several letters. */
const LONGEST_SLUG = 100;

const slugOf = (group: Group): string => {
  const slug = group.name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, '');
  return slug === '' ? group.key : slug;
};

/** A group as the API shows it. */
export const view = (group: Group, program: Pick<Program, 'default_group'>): View => ({
  key: group.key,
  created_at: group.created_at,
  updated_at: group.updated_at,
  name: group.name,
  slug: slugOf(group),
  default: program.default_group === group.key,
  archived: group.archived,
  destination_url: group.destination_url ?? null,
  approval_delay_days: group.approval_delay_days ?? null,
  utm: group.utm ?? {},
  parameters: group.parameters ?? {},
  social: group.social ?? null,
  referral_links: group.referral_links !== false,
  custom_links: group.custom_links !== false,
  terms_url: group.terms?.url ?? null,
  terms_version: group.terms?.version ?? 0,
  join_slug: group.join_slug ?? null,
});

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
  terms: storedTerms(body, before.terms, now),
  updated_at: now,
});
