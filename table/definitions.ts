import * as z from 'zod/mini';
import { DealSettings } from '../domain/deals.ts';
import type { KeyPrefix } from '../domain/ids.ts';
import { RuleExpression } from '../domain/rules.ts';
import { SegmentExpression } from '../domain/segments.ts';
import { Audience, Offer, Trigger } from '../domain/triggers.ts';
import { decode } from './codec.ts';
import { type DefinitionKind, definitionKey, nameKey } from './keys.ts';
import { UtmSchema } from './links.ts';
import { addPublicForms } from './public-forms.ts';
import { absent, type Condition, type Item, readMany, type Store, unchanged, type Write } from './store.ts';

/** What everything has that a merchant defines in a program. `rev` counts its changes. */
export const Definition = z.object({
  key: z.string(),
  program: z.string(),
  name: z.string(),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Definition = z.infer<typeof Definition>;

/** What social networks show of the links of a group, and who is behind them. */
export const SocialContent = z.object({
  title: z.optional(z.string()),
  description: z.optional(z.string()),
  image_url: z.optional(z.string()),
  /** Without the @ in front. */
  x_handle: z.optional(z.string()),
  linkedin_url: z.optional(z.string()),
  contact_email: z.optional(z.string()),
});
export type SocialContent = z.infer<typeof SocialContent>;

/** The terms of service of a group. Each other text gets the next version, which is accepted anew; without an address nothing is asked. */
export const Terms = z.object({ url: z.optional(z.string()), version: z.int(), since: z.int() });
export type Terms = z.infer<typeof Terms>;

/** The one bucket of a program that a partnership is in. */
export const Group = z.extend(Definition, {
  archived: z.boolean(),
  destination_url: z.optional(z.string()),
  approval_delay_days: z.optional(z.int()),
  /** Appended to every redirect of its links. */
  utm: z.optional(UtmSchema),
  parameters: z.optional(z.record(z.string(), z.string())),
  social: z.optional(SocialContent),
  /** Absent means on, for both. */
  referral_links: z.optional(z.boolean()),
  custom_links: z.optional(z.boolean()),
  terms: z.optional(Terms),
  /** Whether applications are approved as they come in; absent: as the program has it. */
  auto_approve: z.optional(z.boolean()),
  /** Whoever applies through the join link with this slug lands in the group. */
  join_slug: z.optional(z.string()),
  /** How its deals go; as every group begins unless the merchant has set it. */
  deal_settings: z.optional(DealSettings),
});
export type Group = z.infer<typeof Group>;

/** An internal label on partnerships. */
export type Tag = Definition;

/** A named expression of the keys of tags. */
export const Segment = z.extend(Definition, { match: SegmentExpression });
export type Segment = z.infer<typeof Segment>;

/** The history of a tier; what evaluation looks at is the ladder in the configuration. */
export const TierDefinition = z.extend(Definition, { minimum: z.int() });
export type TierDefinition = z.infer<typeof TierDefinition>;

/** The newest version of a trigger; earlier ones live on in the configurations in which they were valid. */
export const TriggerDefinition = z.extend(Definition, {
  version: z.int(),
  event: Trigger.shape.event,
  rules: z.optional(RuleExpression),
  audience: Audience,
  offer: Offer,
  active_from: z.int(),
  active_to: z.optional(z.int()),
  /** Deleted: it makes no further rewards and only explains the earlier ones. */
  archived: z.boolean(),
});
export type TriggerDefinition = z.infer<typeof TriggerDefinition>;

/** A host on which the links of the program are reached, once it is verified; its name is the host. */
export const LinkDomain = z.extend(Definition, {
  /** What the merchant shows in a record of its name servers to prove that the host is its own. */
  token: z.string(),
  status: z.enum(['pending', 'verified', 'lost']),
  /** What the last look found. */
  proved: z.optional(z.boolean()),
  leads_here: z.optional(z.boolean()),
  checked_at: z.optional(z.int()),
  verified_at: z.optional(z.int()),
  /** Whether partners find the portal of the program here as well. */
  portal: z.optional(z.boolean()),
});
export type LinkDomain = z.infer<typeof LinkDomain>;

const exists = (name: string): Condition => ({ name, expression: 'attribute_exists(pk)' });

const PAGE = 250;

/**
 * One kind of definitions. A name is used once per kind and program, whatever its case: an item under the name guards
 * it (`name_taken`). Changes need the definition as it was read (`definition_changed`).
 */
export const family = <D extends Definition>(kind: DefinitionKind, keyPrefix: KeyPrefix, schema: z.ZodMiniType<D>) => {
  const read = (item: Item): D => decode(schema, item);
  const put = (definition: D, condition: Condition): Write => ({
    kind: 'put',
    item: { ...definitionKey(definition.program, kind, definition.key), ...definition },
    condition,
  });
  const claim = (definition: D): Write => ({
    kind: 'put',
    item: { ...nameKey(definition.program, kind, definition.name), key: definition.key },
    condition: absent('name_taken'),
  });
  const release = (definition: D): Write => ({
    kind: 'delete',
    key: nameKey(definition.program, kind, definition.name),
    condition: exists('definition_changed'),
  });
  const sameName = (left: D, right: D): boolean =>
    nameKey(left.program, kind, left.name).sk === nameKey(right.program, kind, right.name).sk;
  return {
    keyPrefix,
    read,
    /** Where the program's definitions of the kind are: a partition, and what their sort keys begin with. */
    place(program: string): { readonly pk: string; readonly prefix: string } {
      const { pk, sk: prefix } = definitionKey(program, kind, '');
      return { pk, prefix };
    },
    /** The definition with this key; undefined when the program has none. */
    async get(store: Store, program: string, key: string): Promise<D | undefined> {
      const item = await store.get(definitionKey(program, kind, key));
      return item === undefined ? undefined : read(item);
    },
    /** Those of these keys that exist. */
    async getMany(store: Store, program: string, keys: readonly string[]): Promise<readonly D[]> {
      const places = [...new Set(keys)].map((key) => definitionKey(program, kind, key));
      return (await readMany(store, places)).map(read);
    },
    /** Finds the keys of those of these names that are taken; at most 100. */
    async keysOfNames(
      store: Store,
      program: string,
      names: readonly string[],
    ): Promise<(name: string) => string | undefined> {
      const spelled = (name: string): string => nameKey(program, kind, name).sk;
      const wanted = new Map(names.map((name) => [spelled(name), nameKey(program, kind, name)]));
      const found = await store.batchGet([...wanted.values()]);
      const keys = new Map(found.map((item) => [item.sk, decode(Named, item).key]));
      return (name) => keys.get(spelled(name));
    },
    /** All of the program in the order of their creation. Their number is bounded (domain/limits.ts). */
    async all(store: Store, program: string): Promise<readonly D[]> {
      const found: D[] = [];
      let start: Readonly<Record<string, unknown>> | undefined;
      do {
        const page = await store.query({ ...this.place(program), limit: PAGE, start });
        found.push(...page.items.map(read));
        start = page.next;
      } while (start !== undefined);
      return found;
    },
    add: (definition: D): readonly Write[] => [put(definition, absent('definition_exists')), claim(definition)],
    change: (before: D, after: D): readonly Write[] => [
      put({ ...after, rev: before.rev + 1 }, unchanged('definition_changed', before.rev)),
      ...(sameName(before, after) ? [] : [release(before), claim(after)]),
    ],
    remove: (definition: D): readonly Write[] => [
      {
        kind: 'delete',
        key: definitionKey(definition.program, kind, definition.key),
        condition: unchanged('definition_changed', definition.rev),
      },
      release(definition),
    ],
    /** Keeps the definition for the record and frees its name. */
    retire: (before: D, after: D): readonly Write[] => [
      put({ ...after, rev: before.rev + 1 }, unchanged('definition_changed', before.rev)),
      release(before),
    ],
  };
};

const Named = z.object({ key: z.string() });

/** A kind of definitions, for what works with all of them. */
export interface Family<D> {
  readonly keyPrefix: KeyPrefix;
  read(item: Item): D;
  place(program: string): { readonly pk: string; readonly prefix: string };
}

const groupFamily = family('GROUP', 'grp', Group);
/** Groups; with a new one its public forms get their address. */
export const groups = {
  ...groupFamily,
  add: (group: Group): readonly Write[] => [...groupFamily.add(group), addPublicForms(group)],
};
export const tags = family('TAG', 'tag', Definition);
export const segments = family('SEGMENT', 'seg', Segment);
export const tiers = family('TIER', 'tier', TierDefinition);
export const domains = family('DOMAIN', 'dom', LinkDomain);
export const triggers = family('TRIGGER', 'trg', TriggerDefinition);
