import type { Group } from '../../table/definitions.ts';
import type { Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import type { DataOf } from './contract.ts';
import type { getGroup } from './contracts/groups.ts';
import { featuresOf, type GroupFeatures } from './group-features.ts';

export type GroupView = DataOf<typeof getGroup>;

/** Some characters become several letters. */
const LONGEST_SLUG = 100;

/** The name of a group as it can stand in an address. */
export const slugOf = (group: Pick<Group, 'key' | 'name'>): string => {
  const slug = group.name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, '');
  return slug === '' ? group.key : slug;
};

const viewOf = (group: Group, program: Pick<Program, 'default_group'>, features: GroupFeatures): GroupView => ({
  key: group.key,
  created_at: group.created_at,
  updated_at: group.updated_at,
  name: group.name,
  slug: slugOf(group),
  default: program.default_group === group.key,
  archived: group.archived,
  features,
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

/** What is known of a program where its groups are shown. */
type GroupsProgram = Pick<Program, 'key' | 'plan' | 'default_group'>;

/** Groups as the API shows them, in their order. */
export const groupViews = async (
  store: Store,
  program: GroupsProgram,
  found: readonly Group[],
): Promise<readonly GroupView[]> => {
  const features = await featuresOf(store, program, found);
  return found.flatMap((group) => {
    const own = features.get(group.key);
    return own === undefined ? [] : [viewOf(group, program, own)];
  });
};

/** A group as the API shows it. */
export const groupView = async (store: Store, program: GroupsProgram, group: Group): Promise<GroupView> => {
  const [view] = await groupViews(store, program, [group]);
  if (view === undefined) throw new Error('A group cannot be shown.');
  return view;
};

/** A group as it stands in the objects of its members. */
export type NestedGroup = Pick<
  GroupView,
  'key' | 'created_at' | 'updated_at' | 'name' | 'slug' | 'default' | 'archived' | 'features'
>;

/** Groups as they stand in the objects of their members, by their keys. */
export const nestedGroups = async (
  store: Store,
  program: GroupsProgram,
  found: readonly Group[],
): Promise<ReadonlyMap<string, NestedGroup>> =>
  new Map(
    (await groupViews(store, program, found)).map((view) => {
      const { key, created_at, updated_at, name, slug, archived, features } = view;
      return [key, { key, created_at, updated_at, name, slug, default: view.default, archived, features }];
    }),
  );

/** Only letters and digits: PartnerStack names groups without spaces and special characters. */
const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The group that is named by its slug, with or without hyphens; undefined when there is none. */
export const groupNamed = (found: readonly Group[], name: string): Group | undefined =>
  found.find((group) => slugOf(group) === name) ?? found.find((group) => bare(slugOf(group)) === bare(name));
