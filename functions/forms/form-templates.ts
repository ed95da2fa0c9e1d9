import { isDeepStrictEqual } from 'node:util';
import { notFound, unprocessable } from '../../domain/errors.ts';
import type { FormField } from '../../domain/form-fields.ts';
import { defaultForm, FORM_KINDS, type FormContent, formProblems, withBuiltInBounds } from '../../domain/forms.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { addFormVersion, changeFormHead, type FormName, formName } from '../../table/forms.ts';
import { planOf } from '../../table/plans.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { copyFormTemplate, getFormTemplate, updateFormTemplate } from '../shared/contracts/form-templates.ts';
import { fieldViews } from '../shared/form-views.ts';
import { type Form, featureOf, keepForm, readForm } from '../shared/forms.ts';
import { slugOf } from '../shared/group-view.ts';
import { requireFeature } from '../shared/plans.ts';
import { invalidFields } from '../shared/problems.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { FormsDeps } from './deps.ts';
import { embeddingOf } from './embedding.ts';

export type View = DataOf<typeof getFormTemplate>;

/** A form that a request names, with its group. */
export interface Named {
  readonly name: FormName;
  readonly group: Group;
}

/** @throws Failure `not_found` when the program has no such form. */
export const requireName = async (deps: FormsDeps, program: string, key: string): Promise<Named> => {
  const dot = key.lastIndexOf('.');
  const kind = FORM_KINDS.find((known) => known === key.slice(dot + 1));
  const group = kind === undefined ? undefined : await groups.get(deps.store, program, key.slice(0, dot));
  if (group === undefined || kind === undefined) throw notFound('form template', 'form');
  return { name: { program, group: group.key, kind }, group };
};

/** A form as the API shows it. */
export const view = (
  deps: Pick<FormsDeps, 'publicUrl'>,
  program: Pick<Program, 'default_group'>,
  group: Group,
  form: Form,
): View => ({
  key: formName(form),
  created_at: form.created_at,
  updated_at: form.updated_at,
  name: group.name,
  type: form.kind,
  title: form.content.title,
  description: form.content.description,
  enabled: form.enabled,
  version: form.version,
  group_key: group.key,
  groups: [
    {
      ...{ key: group.key, name: group.name, slug: slugOf(group), archived: group.archived },
      default: program.default_group === group.key,
    },
  ],
  fields: fieldViews(form.kind, form.content),
  ...embeddingOf(deps.publicUrl, group.key, form.kind, form.content.title),
});

/** @throws Failure `not_found` when the program is gone. */
export const requireProgram = async (deps: FormsDeps, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

const show = async (deps: FormsDeps, context: Context, group: Group, form: Form): Promise<View> =>
  view(deps, await requireProgram(deps, context.program), group, form);

/** The form that a request names. */
export const getForm = async (deps: FormsDeps, context: Context, key: string): Promise<View> => {
  const { name, group } = await requireName(deps, context.program, key);
  return show(deps, context, group, await readForm(deps.store, name));
};

interface Change {
  readonly enabled?: boolean | undefined;
  readonly content?: FormContent;
}

const changed = (before: Form, { enabled = before.enabled, content = before.content }: Change, now: number): Form => {
  const isAnother = !isDeepStrictEqual(content, before.content);
  if (!isAnother && enabled === before.enabled) return before;
  return { ...before, enabled, content, version: before.version + (isAnother ? 1 : 0), updated_at: now };
};

/** @throws Failure `plan_limit` when the merchant's plan has no forms of this kind. */
const requirePlanned = async (deps: FormsDeps, program: string, kind: FormName['kind']): Promise<void> =>
  requireFeature(await planOf(deps.store, await requireProgram(deps, program)), featureOf(kind));

const CONTENDED = ['form_changed', 'form_version_exists'];

/** Changes a form as it is now; what it asks anew is its next version. Nothing is written where nothing changes. */
const change = async (
  deps: FormsDeps,
  context: Context,
  key: string,
  decide: (form: Form) => Promise<Change>,
): Promise<View> => {
  const { name, group } = await requireName(deps, context.program, key);
  const form = await untilUncontended(CONTENDED, deps.chance, async () => {
    const read = await readForm(deps.store, name);
    const wanted = await decide(read);
    if (changed(read, wanted, context.now) === read) return read;
    await requirePlanned(deps, context.program, name.kind);
    const before = await keepForm(deps.store, read);
    const after = changed(before, wanted, context.now);
    const { content, ...head } = after;
    const { content: _before, ...headBefore } = before;
    const added = { version: after.version, created_at: context.now, content };
    await deps.store.transact([
      changeFormHead(headBefore, head),
      ...(after.version === before.version ? [] : [addFormVersion(name, added)]),
    ]);
    return after;
  });
  return show(deps, context, group, form);
};

type Body = InputOf<typeof updateFormTemplate>['body'];

/** Only what is set: a version is compared, and kept, without empty attributes. */
const fieldOf = ({ field_key: key, name: label, ...rest }: NonNullable<Body['fields']>[number]): FormField => {
  const { type, required, hidden, ...optional } = rest;
  const set = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { key, type, label, required, hidden, ...Object.fromEntries(set) };
};

/** Where a problem stands in the request, which has PartnerStack's names. */
const asRequested = (param: string): string => param.replace(/\.key$/, '.field_key').replace(/\.label$/, '.name');

const contentOf = (form: Form, body: Body): FormContent => {
  const { title = form.content.title, description = form.content.description } = body;
  if (body.fields === undefined) return { ...form.content, title, description };
  const fields = withBuiltInBounds(form.kind, body.fields.map(fieldOf));
  const content = { title, description, fields };
  const problems = formProblems(form.kind, content);
  if (problems.length > 0) {
    throw invalidFields(problems.map(({ param, message }) => ({ param: asRequested(param), message })));
  }
  return content;
};

/** Changes what a form asks, or whether it is on. */
export const updateForm = (deps: FormsDeps, context: Context, key: string, body: Body): Promise<View> =>
  change(deps, context, key, async (form) => ({ enabled: body.enabled, content: contentOf(form, body) }));

/** Takes a form back to what it asked at first. */
export const resetForm = (deps: FormsDeps, context: Context, key: string): Promise<View> =>
  change(deps, context, key, async ({ kind }) => ({ content: defaultForm(kind) }));

/** Takes over what the form of the same kind of another group asks. */
export const copyForm = (
  deps: FormsDeps,
  context: Context,
  key: string,
  { from_group: from }: InputOf<typeof copyFormTemplate>['body'],
): Promise<View> =>
  change(deps, context, key, async ({ program, kind }) => {
    const other = await groups.get(deps.store, program, from);
    if (other === undefined) throw unprocessable('unknown_group', 'There is no such group.', 'from_group');
    return { content: (await readForm(deps.store, { program, group: other.key, kind })).content };
  });
