import * as z from 'zod/mini';
import { FORM_KINDS, FormContent, type FormKind } from '../domain/forms.ts';
import { Bytes, decode, pack, unpack } from './codec.ts';
import { formKey, formVersionKey } from './keys.ts';
import { absent, type Item, type ItemKey, type Store, unchanged, type Write } from './store.ts';

/** Which version of a group's form is valid now, and whether visitors find it. */
export const FormHead = z.object({
  program: z.string(),
  group: z.string(),
  kind: z.enum(FORM_KINDS),
  version: z.int(),
  enabled: z.boolean(),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type FormHead = z.infer<typeof FormHead>;

/** One version of a form, as it is for ever. */
export interface FormVersion {
  readonly version: number;
  readonly created_at: number;
  readonly content: FormContent;
}

const StoredVersion = z.object({ version: z.int(), created_at: z.int(), content: Bytes });

/** Names a form of a program. */
export interface FormName {
  readonly program: string;
  readonly group: string;
  readonly kind: FormKind;
}

/** What a form is called everywhere: a group has one of each kind. */
export const formName = ({ group, kind }: Pick<FormName, 'group' | 'kind'>): string => `${group}.${kind}`;

const headItem = (head: FormHead): Item => ({
  ...formKey(head.program, head.group, head.kind),
  key: formName(head),
  ...head,
});

export const readFormHead = (item: Item): FormHead => decode(FormHead, item);

export const formHeadKey = ({ program, group, kind }: FormName): ItemKey => formKey(program, group, kind);

export const getFormHead = async (store: Store, name: FormName): Promise<FormHead | undefined> => {
  const item = await store.get(formHeadKey(name));
  return item === undefined ? undefined : readFormHead(item);
};

/** The first head of a form (`form_exists` when there is one). */
export const addFormHead = (head: FormHead): Write & { kind: 'put' } => ({
  kind: 'put',
  item: headItem(head),
  condition: absent('form_exists'),
});

/** A changed head (`form_changed` when somebody else changed the form since it was read). */
export const changeFormHead = (before: FormHead, after: FormHead): Write & { kind: 'put' } => ({
  kind: 'put',
  item: headItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('form_changed', before.rev),
});

/** A new version; versions are never overwritten (`form_version_exists`). */
export const addFormVersion = (
  { program, group, kind }: FormName,
  { version, created_at, content }: FormVersion,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...formVersionKey(program, group, kind, version), version, created_at, content: pack(content) },
  condition: absent('form_version_exists'),
});

export const formVersionItemKey = ({ program, group, kind }: FormName, version: number): ItemKey =>
  formVersionKey(program, group, kind, version);

export const readFormVersion = (item: Item): FormVersion => {
  const { version, created_at, content } = decode(StoredVersion, item);
  return { version, created_at, content: decode(FormContent, unpack(content)) };
};

export const getFormVersion = async (
  store: Store,
  name: FormName,
  version: number,
): Promise<FormVersion | undefined> => {
  const item = await store.get(formVersionItemKey(name, version));
  return item === undefined ? undefined : readFormVersion(item);
};
