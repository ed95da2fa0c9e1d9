import type { Group } from '../../table/definitions.ts';
import type { Program } from '../../table/programs.ts';
import type { DataOf } from './contract.ts';
import type { getGroup } from './contracts/groups.ts';

export type GroupView = DataOf<typeof getGroup>;

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
export const groupView = (group: Group, program: Pick<Program, 'default_group'>): GroupView => ({
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
  auto_approve: group.auto_approve ?? null,
  terms_url: group.terms?.url ?? null,
  terms_version: group.terms?.version ?? 0,
  join_slug: group.join_slug ?? null,
});
