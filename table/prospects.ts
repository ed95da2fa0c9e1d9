import * as z from 'zod/mini';
import { decode } from './codec.ts';
import {
  type ListKind,
  listed,
  type ProspectKind,
  partnershipProspectsPartition,
  prospectKey,
  prospectNameKey,
} from './keys.ts';
import { absent, type Condition, type Item, type ItemKey, type Store, unchanged, type Write } from './store.ts';
import { UploadedFile } from './uploads.ts';

/** What leads and deals have in common. Personal data of a prospect lies here, and in no entry of its history. */
export const Prospect = z.object({
  key: z.string(),
  program: z.string(),
  /** The merchant's own key. */
  external_key: z.optional(z.string()),
  /** The group whose form and settings it follows. */
  group: z.string(),
  /** The partnership whose partner handed it in through the portal: the one who may correct or withdraw it. */
  submitter: z.optional(z.string()),
  /** When its partner last corrected it. */
  edited_at: z.optional(z.int()),
  /** The partnership that it counts for; absent while it belongs to nobody. */
  partnership: z.optional(z.string()),
  /** Who brought it. */
  source: z.enum(['partner', 'vendor']),
  customer_key: z.optional(z.string()),
  amount: z.optional(z.int()),
  /** The version of the group's form that was answered, and the answers. */
  form: z.optional(z.object({ group: z.string(), version: z.int() })),
  answers: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))),
  /** The files that the answers name. */
  files: z.optional(z.array(UploadedFile)),
  /** What rules see of the answers. */
  seen: z.optional(z.record(z.string(), z.union([z.string(), z.int(), z.array(z.string())]))),
  metadata: z.optional(z.record(z.string(), z.string())),
  archived: z.boolean(),
  /** What became of the customer that it names. */
  binding: z.optional(z.enum(['bound', 'reserved', 'kept', 'inactive'])),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Prospect = z.infer<typeof Prospect>;

/** Whether nobody has decided about a lead or deal in this state. */
export const isUndecided = (status: string): boolean => status === 'submitted' || status === 'registered';

const Named = z.object({ key: z.string() });
const EXISTS: Condition = { name: 'prospect_changed', expression: 'attribute_exists(pk)' };

/** One of the two kinds: found by key, by the merchant's own key, and by the partnership. */
export const prospects = <P extends Prospect>(kind: ProspectKind, schema: z.ZodMiniType<P>) => {
  const list: ListKind = kind === 'LEAD' ? 'LEADS' : 'DEALS';
  const read = (item: Item): P => decode(schema, item);
  const itemOf = (prospect: P): Item => ({
    ...prospectKey(kind, prospect.program, prospect.key),
    ...listed(list, prospect.program, prospect.key),
    ...(prospect.partnership === undefined
      ? {}
      : { gsi2pk: partnershipProspectsPartition(kind, prospect.partnership), gsi2sk: prospect.key }),
    ...prospect,
  });
  const name = (program: string, external: string): ItemKey => prospectNameKey(kind, program, external);
  const take = (prospect: P): readonly Write[] =>
    prospect.external_key === undefined
      ? []
      : [
          {
            kind: 'put',
            item: { ...name(prospect.program, prospect.external_key), key: prospect.key },
            condition: absent('external_key_taken'),
          },
        ];
  const free = (prospect: P): readonly Write[] =>
    prospect.external_key === undefined
      ? []
      : [{ kind: 'delete', key: name(prospect.program, prospect.external_key), condition: EXISTS }];
  const get = async (store: Store, program: string, key: string): Promise<P | undefined> => {
    const item = await store.get(prospectKey(kind, program, key));
    return item === undefined ? undefined : read(item);
  };
  return {
    kind,
    list,
    read,
    get,
    /** By our key or by the merchant's own. */
    async find(store: Store, program: string, named: string): Promise<P | undefined> {
      const direct = await get(store, program, named);
      if (direct !== undefined) return direct;
      const item = await store.get(name(program, named));
      return item === undefined ? undefined : get(store, program, decode(Named, item).key);
    },
    /** A new one (`prospect_exists`, `external_key_taken`). */
    add: (prospect: P): readonly Write[] => [
      { kind: 'put', item: itemOf(prospect), condition: absent('prospect_exists') },
      ...take(prospect),
    ],
    /** A changed one (`prospect_changed` when somebody else changed it since it was read, `external_key_taken`). */
    change: (before: P, after: P): readonly Write[] => [
      {
        kind: 'put',
        item: itemOf({ ...after, rev: before.rev + 1 }),
        condition: unchanged('prospect_changed', before.rev),
      },
      ...(before.external_key === after.external_key ? [] : [...free(before), ...take(after)]),
    ],
  };
};
export type Prospects<P extends Prospect> = ReturnType<typeof prospects<P>>;
