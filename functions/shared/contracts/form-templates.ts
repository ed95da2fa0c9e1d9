import * as z from 'zod/mini';
import { FORM_LIMITS, FormField } from '../../../domain/form-fields.ts';
import { FORM_KINDS, FormContent } from '../../../domain/forms.ts';
import { operation } from '../contract.ts';
import {
  described,
  externalKey,
  instant,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  patch,
  queryFlag,
} from './fields.ts';

const tag = 'form-templates';
const path = '/v2/form-templates/{form}';
const params = z.strictObject({ form: key });
const kind = z.enum(FORM_KINDS);

const { shape } = FormField;

/** A field as a merchant defines it. */
const fieldInput = described(
  z.strictObject({
    field_key: shape.key,
    name: shape.label,
    type: shape.type,
    help_text: maybe(z.string().check(z.maxLength(FORM_LIMITS.help_text))),
    placeholder_text: maybe(line(FORM_LIMITS.label, 0)),
    required: z._default(z.boolean(), false),
    hidden: z._default(z.boolean(), false),
    default_value: shape.default_value,
    options: shape.options,
    minimum: shape.minimum,
    maximum: shape.maximum,
    decimals: shape.decimals,
    file_types: shape.file_types,
    max_bytes: shape.max_bytes,
  }),
  'A field of a form. `field_key` is what answers are kept under; `minimum` and `maximum` bound a number, a day, the length of a text, or how many options are chosen.',
);

/** A field as a form shows it, under PartnerStack's names and ours. */
const fieldShown = z.strictObject({
  field_key: z.string(),
  api_name: z.string(),
  name: z.string(),
  type: shape.type,
  help_text: z.nullable(z.string()),
  placeholder_text: z.nullable(z.string()),
  position: z.int(),
  required: z.boolean(),
  hidden: z.boolean(),
  built_in: z.boolean(),
  default_value: z.optional(shape.default_value),
  options: shape.options,
  minimum: shape.minimum,
  maximum: shape.maximum,
  decimals: shape.decimals,
  file_types: shape.file_types,
  max_bytes: shape.max_bytes,
});

const content = {
  title: FormContent.shape.title,
  description: FormContent.shape.description,
} as const;

/** The form of a kind that a group has: what it asks now, where it is, and how it is put on a page. */
export const FormTemplate = z.strictObject({
  ...objectFields,
  ...content,
  name: line(100),
  type: kind,
  enabled: z.boolean(),
  version: z.int(),
  group_key: key,
  groups: z.array(
    z.strictObject({ key, name: line(100), slug: line(100), default: z.boolean(), archived: z.boolean() }),
  ),
  fields: z.array(fieldShown),
  /** The form by itself, for everybody. */
  url: z.string(),
  embed: described(
    z.strictObject({ script: z.string(), iframe: z.string() }),
    'HTML that puts the form on any page: as a part of it, or in a frame.',
  ),
});

/** One version of a form. Submissions are shown with the version that they answered. */
export const FormVersion = z.strictObject({
  ...content,
  version: z.int(),
  created_at: instant,
  updated_at: instant,
  fields: z.array(fieldShown),
});

export const listFormTemplates = operation({
  id: 'listFormTemplates',
  method: 'GET',
  path: '/v2/form-templates',
  tag,
  scope: 'forms:read',
  summary: 'List form templates',
  description: 'Each group has one for applications, one for leads and one for deals.',
  message: 'Page returned successfully',
  query: z.extend(listQuery, {
    group_key: z.optional(key),
    type: z.optional(kind),
    include_archived: z.optional(queryFlag),
  }),
  data: listOf(FormTemplate),
});

const ofGroup = {
  group_key: z.optional(key),
  mold_key: z.optional(key),
  partner_key: z.optional(externalKey),
} as const;
const NOT_PAGED =
  'All of them, without pages, as PartnerStack has it: a group has one. `mold_key` is the key of a form; `partner_key` stands for the group of a partnership.';

export const listLeadForms = operation({
  id: 'listLeadForms',
  method: 'GET',
  path: '/v2/leads/form-templates',
  tag,
  scope: 'forms:read',
  summary: 'List the lead forms of the groups',
  description: NOT_PAGED,
  message: 'Form templates retrieved.',
  query: z.strictObject(ofGroup),
  data: z.array(FormTemplate),
});

export const listDealForms = operation({
  id: 'listDealForms',
  method: 'GET',
  path: '/v2/deals/form-templates',
  tag,
  scope: 'forms:read',
  summary: 'List the deal forms of the groups',
  description: NOT_PAGED,
  message: 'Form templates retrieved.',
  query: z.strictObject(ofGroup),
  data: z.array(FormTemplate),
});

export const getFormTemplate = operation({
  id: 'getFormTemplate',
  method: 'GET',
  path,
  tag,
  scope: 'forms:read',
  summary: 'Get a form template',
  message: 'Form template retrieved.',
  params,
  data: FormTemplate,
});

export const updateFormTemplate = operation({
  id: 'updateFormTemplate',
  method: 'PATCH',
  path,
  tag,
  scope: 'forms:write',
  summary: 'Change a form template',
  description:
    'Parts that are left out stay as they are; `fields` replaces all fields, in their order. Built-in fields cannot be removed. Another title, description or fields make the next version; earlier submissions keep theirs.',
  message: 'Form template changed.',
  params,
  body: patch({
    enabled: z.boolean(),
    ...content,
    fields: z.array(fieldInput).check(z.minLength(1), z.maxLength(FORM_LIMITS.fields)),
  }),
  data: FormTemplate,
});

export const resetFormTemplate = operation({
  id: 'resetFormTemplate',
  method: 'POST',
  path: '/v2/form-templates/{form}/reset',
  tag,
  scope: 'forms:write',
  summary: 'Start a form template again',
  description: 'It asks what it asked at first, as a new version.',
  message: 'Form template started again.',
  params,
  data: FormTemplate,
});

export const copyFormTemplate = operation({
  id: 'copyFormTemplate',
  method: 'POST',
  path: '/v2/form-templates/{form}/copy',
  tag,
  scope: 'forms:write',
  summary: 'Copy a form template from another group',
  description: 'Takes title, description and fields of the form of the same kind; whether it is on stays as it is.',
  message: 'Form template copied.',
  params,
  body: z.strictObject({ from_group: key }),
  data: FormTemplate,
});

export const listFormVersions = operation({
  id: 'listFormVersions',
  method: 'GET',
  path: '/v2/form-templates/{form}/versions',
  tag,
  scope: 'forms:read',
  summary: 'List the versions of a form template, latest first',
  description: 'The cursors of this list are the numbers of versions.',
  message: 'Page returned successfully',
  params,
  query: z.extend(z.pick(listQuery, { limit: true }), {
    starting_after: z.optional(line(8)),
    ending_before: z.optional(line(8)),
  }),
  data: listOf(z.omit(FormVersion, { fields: true })),
});

export const getFormVersion = operation({
  id: 'getFormVersion',
  method: 'GET',
  path: '/v2/form-templates/{form}/versions/{version}',
  tag,
  scope: 'forms:read',
  summary: 'Get a version of a form template',
  message: 'Version retrieved.',
  params: z.extend(params, { version: line(8) }),
  data: FormVersion,
});
