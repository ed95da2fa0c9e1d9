import type * as z from 'zod/mini';
import type { FormKind } from '../../domain/forms.ts';
import { type FormVersion, formVersionItemKey, readFormVersion } from '../../table/forms.ts';
import { readHistoryEntry, type HistoryEntry as StoredEntry } from '../../table/histories.ts';
import { PROSPECT_ENTRIES_PREFIX, type ProspectKind, profileKey, prospectKey } from '../../table/keys.ts';
import { readProfile } from '../../table/partnerships.ts';
import { isUndecided, type Prospect } from '../../table/prospects.ts';
import type { Store } from '../../table/store.ts';
import type { ListQuery } from './contracts/fields.ts';
import type { HistoryEntry } from './contracts/prospects.ts';
import { fieldViews } from './form-views.ts';
import { listPage, wholeItems } from './paging.ts';

/** The fields of a form with the answers to them. */
const answeredViews = (kind: FormKind, content: FormVersion['content'], answers: Prospect['answers']) =>
  fieldViews(kind, content).map(({ field_key, api_name, name, type, help_text, ...field }) => ({
    ...{ field_key, api_name, name, type, help_text, placeholder_text: field.placeholder_text },
    ...{ required: field.required, hidden: field.hidden, position: field.position },
    value: answers?.[field_key] ?? null,
  }));

/** What views need besides the leads or deals themselves: read once for all of them. */
export interface Surroundings {
  /** The merchant's own key for a partnership. */
  partnerKey(partnership: string | undefined): string | null;
  /** The form that was answered, with the answers. */
  fields(prospect: Prospect): ReturnType<typeof answeredViews>;
  readonly currency: string;
  readonly kind: FormKind;
}

/** Reads the partners and the versions of forms that some leads or deals name. */
export const surroundingsOf = async (
  store: Store,
  kind: FormKind,
  prospects: readonly Prospect[],
  currency: string,
): Promise<Surroundings> => {
  const partnerships = [...new Set(prospects.flatMap(({ partnership }) => partnership ?? []))];
  const nameOf = ({ program }: Prospect, group: string) => ({ program, group, kind });
  const forms = new Map(
    prospects.flatMap((prospect) => {
      const { form } = prospect;
      if (form === undefined) return [];
      const id = `${form.group} ${form.version}`;
      return [[id, formVersionItemKey(nameOf(prospect, form.group), form.version)] as const];
    }),
  );
  const [profiles, versions] = await Promise.all([
    wholeItems(store, partnerships.map(profileKey)),
    wholeItems(store, [...forms.values()]),
  ]);
  const partnerKeys = new Map(
    profiles.flatMap((item, index) => {
      const key = partnerships[index];
      return item === undefined || key === undefined ? [] : [[key, readProfile(item).partner_key] as const];
    }),
  );
  const contents = new Map(
    [...forms.keys()].map((id, index) => {
      const item = versions[index];
      if (item === undefined) throw new Error('The form that was answered is missing.');
      return [id, readFormVersion(item).content] as const;
    }),
  );
  return {
    ...{ currency, kind },
    partnerKey: (partnership) => (partnership === undefined ? null : (partnerKeys.get(partnership) ?? null)),
    fields: ({ form, answers }) => {
      const content = form === undefined ? undefined : contents.get(`${form.group} ${form.version}`);
      return content === undefined ? [] : answeredViews(kind, content, answers);
    },
  };
};

/** What partner and merchant see of leads and deals alike. */
export const visibleView = (prospect: Prospect, around: Surroundings) => ({
  key: prospect.key,
  created_at: prospect.created_at,
  updated_at: prospect.updated_at,
  customer_key: prospect.customer_key ?? null,
  amount: prospect.amount ?? null,
  currency: prospect.amount === undefined ? null : around.currency,
  edited_at: prospect.edited_at ?? null,
  fields: around.fields(prospect),
});

/** Whether its partner may correct it: who handed it in may, until the merchant has decided. */
export const mayEdit = (prospect: Prospect & { readonly status: string }): boolean =>
  !prospect.archived &&
  prospect.submitter !== undefined &&
  prospect.submitter === prospect.partnership &&
  isUndecided(prospect.status);

/** What the merchant sees of leads and deals alike. */
export const prospectView = (prospect: Prospect, around: Surroundings) => ({
  ...visibleView(prospect, around),
  external_key: prospect.external_key ?? null,
  partnership_key: prospect.partnership ?? null,
  partner_key: around.partnerKey(prospect.partnership),
  group_key: prospect.group,
  form_version: prospect.form?.version ?? null,
  mold_key: prospect.form === undefined ? null : `${prospect.form.group}.${around.kind}`,
  team: null,
  source: prospect.source,
  metadata: prospect.metadata ?? {},
  archived: prospect.archived,
  attribution: prospect.binding ?? null,
});

const entryView = (entry: StoredEntry): z.infer<typeof HistoryEntry> => ({
  key: entry.key,
  created_at: entry.at,
  updated_at: entry.at,
  what: entry.what,
  event_type: entry.announces ?? null,
  by: entry.by,
  status: entry.status,
  stage_key: entry.stage ?? null,
  reason: entry.reason ?? null,
  amount: entry.amount ?? null,
  partnership_key: entry.partnership ?? null,
  at: entry.at,
});

/** A page of what happened to a lead or deal. */
export const historyPage = async (store: Store, kind: ProspectKind, prospect: Prospect, query: ListQuery) => {
  const { items, has_more, next_cursor } = await listPage(
    store,
    {
      partitions: [prospectKey(kind, prospect.program, prospect.key).pk],
      sortPrefix: PROSPECT_ENTRIES_PREFIX,
      keyPrefix: kind === 'LEAD' ? 'lev' : 'dev',
      read: async (entries) => entries.map((item) => entryView(readHistoryEntry(item))),
    },
    query,
  );
  return { items, has_more, ...(next_cursor === undefined ? {} : { next_cursor }) };
};
