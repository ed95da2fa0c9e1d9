import * as z from 'zod/mini';
import { FORM_LIMITS } from '../../../domain/form-fields.ts';
import { FORM_KINDS } from '../../../domain/forms.ts';
import { openOperation, publicOperation } from '../contract.ts';
import { described, instant, line, webAddress } from './fields.ts';
import { FormTemplate } from './form-templates.ts';

const tag = 'public forms';
const slug = line(63);
const path = '/v2/public/forms/{form}/{kind}';
const params = z.strictObject({ form: slug, kind: z.enum(FORM_KINDS) });
const token = line(200);

const { title, description, fields } = FormTemplate.shape;

/** A form as everybody sees it. */
export const PublicForm = z.strictObject({
  type: z.enum(FORM_KINDS),
  title,
  description,
  fields,
  version: z.int(),
  /** What must be accepted with the form, by its version. */
  terms: z.nullable(z.strictObject({ url: z.string(), version: z.int() })),
  token,
  /** Until when the token is good. */
  expires_at: instant,
  /** The name of a field that people must not see, and that stays empty. */
  trap: line(40),
});

export const getPublicForm = publicOperation({
  id: 'getPublicForm',
  method: 'GET',
  path,
  tag,
  requestsPerMinute: 120,
  summary: 'Get a public form',
  description:
    'Hidden fields are left out. The token belongs to this one showing of the form: a submission with it is accepted once, at the earliest after two seconds, at the latest after a day.',
  message: 'Form retrieved.',
  params,
  data: PublicForm,
});

/** What every submission of a form holds. */
export const sentForm = {
  token,
  answers: described(z.record(line(FORM_LIMITS.label), z.unknown()), 'The answers by `field_key`.'),
  terms_version: z.optional(z.int()),
  website: described(z.optional(line(500, 0)), 'The trap: it stays empty.'),
} as const;

/** The answer to a submission: the same whoever sends it, and whatever becomes of it. */
export const received = z.strictObject({ received: z.literal(true) });

export const submitApplication = publicOperation({
  id: 'submitApplication',
  method: 'POST',
  path: '/v2/public/forms/{form}/application',
  tag,
  requestsPerMinute: 30,
  summary: 'Apply to join',
  description:
    'The form is found by its own slug or by the slug of a group’s join link. `recruiter` is the code of a recruiting link. The answer is the same whether or not the e-mail address is known; the same token again gives it again.',
  message: 'Received.',
  params: z.strictObject({ form: slug }),
  body: z.strictObject({
    ...sentForm,
    recruiter: z.optional(line(255)),
    page: described(z.optional(webAddress), 'Where the form is embedded: only the site is kept.'),
  }),
  data: received,
});

export const createUpload = publicOperation({
  id: 'createUpload',
  method: 'POST',
  path: '/v2/public/forms/{form}/{kind}/uploads',
  tag,
  requestsPerMinute: 20,
  summary: 'Upload a file to a form',
  description:
    'Post the `fields` as a form to `url`, and the file as its last field `file`. The answer to the field of the form is `upload`.',
  message: 'Upload allowed.',
  params,
  body: z.strictObject({
    token,
    field: line(40),
    name: line(200),
    type: line(100),
    size: z.int().check(z.minimum(1), z.maximum(FORM_LIMITS.file_bytes)),
  }),
  data: z.strictObject({
    upload: line(100),
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    expires_at: instant,
  }),
});

export const getFormPage = openOperation({
  id: 'getFormPage',
  method: 'GET',
  path: '/v2/public/forms/{form}/{kind}/page',
  tag,
  summary: 'A public form as a page of its own, which any site may put into a frame',
  description:
    'It needs no script. `lang` chooses the language (`en`, `de`; else the header `accept-language` does), `theme` light or dark, `ref` is the code of a recruiting link, `fs_click` a click id.',
  answers: 'text/html',
});

export const submitFormPage = openOperation({
  id: 'submitFormPage',
  method: 'POST',
  path: '/v2/public/forms/{form}/{kind}/page',
  tag,
  summary: 'What the page of a form sends: the next page, or what is wrong',
  answers: 'text/html',
});

export const getFormFilePage = openOperation({
  id: 'getFormFilePage',
  method: 'GET',
  path: '/v2/public/forms/{form}/{kind}/file',
  tag,
  summary: 'The part of a form’s page that takes one file',
  answers: 'text/html',
});

export const getFormScript = openOperation({
  id: 'getFormScript',
  method: 'GET',
  path: '/v2/public/forms.js',
  tag,
  summary: 'The script that shows forms where they are embedded',
  answers: 'text/html',
});
