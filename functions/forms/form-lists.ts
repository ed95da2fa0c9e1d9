import { notFound } from '../../domain/errors.ts';
import { FORM_KINDS } from '../../domain/forms.ts';
import { type Group, groups } from '../../table/definitions.ts';
import {
  type FormHead,
  type FormName,
  formHeadKey,
  formName,
  formVersionItemKey,
  getFormVersion,
  readFormHead,
  readFormVersion,
} from '../../table/forms.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Item } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { MAX_PAGE } from '../shared/contracts/fields.ts';
import type * as contract from '../shared/contracts/form-templates.ts';
import { fieldViews } from '../shared/form-views.ts';
import { type Form, isUntouched, readForm, untouchedForm } from '../shared/forms.ts';
import { listPage, pageOfAll, wholeItems } from '../shared/paging.ts';
import { inParallel } from '../shared/parallel.ts';
import type { FormsDeps } from './deps.ts';
import { requireName, requireProgram, type View, view } from './form-templates.ts';

interface Row {
  readonly key: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly head: FormHead;
  readonly group: Group;
}

const headsOf = async (deps: FormsDeps, names: readonly FormName[]): Promise<readonly FormHead[]> => {
  const items = await wholeItems(deps.store, names.map(formHeadKey));
  return names.map((name, index) => {
    const item = items[index];
    if (item !== undefined) return readFormHead(item);
    const { content: _content, ...head } = untouchedForm(name);
    return head;
  });
};

type Query = InputOf<typeof contract.listFormTemplates>['query'];

const rowsOf = async (deps: FormsDeps, program: string, query: Query): Promise<readonly Row[]> => {
  const all = await groups.all(deps.store, program);
  const wanted = all.filter((group) =>
    query.group_key === undefined ? query.include_archived === true || !group.archived : group.key === query.group_key,
  );
  const kinds = FORM_KINDS.filter((kind) => query.type === undefined || query.type === kind);
  const placed = wanted.flatMap((group) => kinds.map((kind) => ({ group, name: { program, group: group.key, kind } })));
  const heads = await headsOf(
    deps,
    placed.map(({ name }) => name),
  );
  return placed.flatMap(({ group }, index): readonly Row[] => {
    const head = heads[index];
    if (head === undefined) return [];
    const { created_at, updated_at } = head;
    return [{ key: formName(head), created_at, updated_at, head, group }];
  });
};

/** A page of the forms of the program's groups, whose number is bounded (domain/limits.ts). */
export const listForms = async (
  deps: FormsDeps,
  context: Context,
  query: Query,
): Promise<DataOf<typeof contract.listFormTemplates>> => {
  const program = await requireProgram(deps, context.program);
  const page = pageOfAll(await rowsOf(deps, context.program, query), query);
  const forms: readonly Form[] = await inParallel(page.items, ({ head }) => readForm(deps.store, head));
  const items = forms.flatMap((form, index) => {
    const row = page.items[index];
    return row === undefined ? [] : [view(deps, program, row.group, form)];
  });
  return { ...page, items };
};

/** The lead or deal forms of all groups, of one group, or of that of a partnership. */
export const formsOfKind = async (
  deps: FormsDeps,
  context: Context,
  type: 'lead' | 'deal',
  query: InputOf<typeof contract.listDealForms>['query'],
): Promise<View[]> => {
  const { partner_key: partner, mold_key, group_key: named } = query;
  const standing = partner === undefined ? undefined : await findPartnership(deps.store, context.program, partner);
  if (partner !== undefined && standing === undefined) return [];
  const group_key = named ?? standing?.group;
  if (standing !== undefined && group_key !== standing.group) return [];
  const program = await requireProgram(deps, context.program);
  const all = { limit: MAX_PAGE, order_by: '-created_at', group_key, type } as const;
  const rows = (await rowsOf(deps, context.program, all)).filter(
    ({ key }) => mold_key === undefined || key === mold_key,
  );
  const forms: readonly Form[] = await inParallel(rows, ({ head }) => readForm(deps.store, head));
  return forms.flatMap((form, index) => {
    const row = rows[index];
    return row === undefined ? [] : [view(deps, program, row.group, form)];
  });
};

/** Versions sort by their numbers, which are stored with zeros in front. */
const stored = (number: string | undefined): string | undefined => number?.padStart(8, '0');

const summary = (item: Item) => {
  const { version, created_at, content } = readFormVersion(item);
  return { version, created_at, updated_at: created_at, title: content.title, description: content.description };
};

/** A page of a form's versions, latest first. A form that nobody has changed has its first one. */
export const listVersions = async (
  deps: FormsDeps,
  context: Context,
  { params, query }: InputOf<typeof contract.listFormVersions>,
): Promise<DataOf<typeof contract.listFormVersions>> => {
  const { name } = await requireName(deps, context.program, params.form);
  const form = await readForm(deps.store, name);
  if (isUntouched(form)) {
    const { version, created_at, content } = form;
    const only = {
      version,
      created_at,
      updated_at: created_at,
      title: content.title,
      description: content.description,
    };
    const isAsked = query.starting_after === undefined && query.ending_before === undefined;
    return { items: isAsked ? [only] : [], has_more: false };
  }
  const source = {
    partitions: [formVersionItemKey(name, 0).pk],
    read: async (items: readonly Item[]) => items.map(summary),
  };
  const { starting_after: after, ending_before: before } = query;
  const cursors = { starting_after: stored(after), ending_before: stored(before) };
  return listPage(deps.store, source, { ...query, ...cursors, order_by: '-created_at' });
};

/** One version of a form, as it is for ever. */
export const getVersion = async (
  deps: FormsDeps,
  context: Context,
  { params }: InputOf<typeof contract.getFormVersion>,
): Promise<DataOf<typeof contract.getFormVersion>> => {
  const { name } = await requireName(deps, context.program, params.form);
  const number = /^[1-9]\d{0,7}$/.test(params.version) ? Number(params.version) : 0;
  const form = await readForm(deps.store, name);
  const found = isUntouched(form) && number === form.version ? form : await getFormVersion(deps.store, name, number);
  if (found === undefined) throw notFound('version', 'version');
  const { content, created_at } = found;
  return {
    version: number,
    created_at,
    updated_at: created_at,
    title: content.title,
    description: content.description,
    fields: fieldViews(name.kind, content),
  };
};
