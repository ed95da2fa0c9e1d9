import * as z from 'zod/mini';
import { IMAGE_TYPES } from '../../../domain/images.ts';
import { MARKUP_LIMITS } from '../../../domain/markup.ts';
import { operation, publicOperation } from '../contract.ts';
import { described, instant, line, patch, prose, webAddress } from './fields.ts';
import { secureAddress } from './link-fields.ts';

const tag = 'portal look';

const colour = described(
  z.string().check(z.regex(/^#[0-9A-Fa-f]{6}$/, 'Must be a colour such as #1a2b3c.')),
  'A colour such as #1a2b3c. Texts on it, and texts in it, are made readable.',
);
const name = line(60);
const markup = described(
  prose(MARKUP_LIMITS.text).check(z.minLength(1)),
  'Paragraphs, headings (#), lists (-, 1.), quotes (>), **strong**, *emphasis*, `code`, [links](https://…) to the web or a mail address. No HTML, no pictures.',
);
const welcome = z.strictObject({ title: line(100), text: markup });
const palette = z.strictObject({
  primary: colour,
  on_primary: colour,
  accent_on_light: colour,
  accent_on_dark: colour,
});
const addresses = {
  imprint_url: z.nullable(secureAddress),
  privacy_url: z.nullable(secureAddress),
  terms_url: z.nullable(secureAddress),
} as const;

/** What a program looks like to its partners. */
export const PortalLook = z.strictObject({
  name,
  logo: z.nullable(z.strictObject({ url: webAddress, width: z.int(), height: z.int() })),
  primary_color: colour,
  accent_color: colour,
  palette,
  welcome: z.nullable(welcome),
  ...addresses,
  /** Null until something was decided. */
  updated_at: z.nullable(instant),
});

/** What anybody may know of it: pages for joining, forms and the login show it. */
export const ProgramLook = z.strictObject({ name, logo_url: z.nullable(webAddress), palette, ...addresses });

export const getPortalLook = operation({
  id: 'getPortalLook',
  method: 'GET',
  path: '/v2/portal-look',
  tag,
  scope: 'programs:read',
  summary: 'Get what the portal looks like',
  message: 'Look retrieved.',
  data: PortalLook,
});

export const updatePortalLook = operation({
  id: 'updatePortalLook',
  method: 'PATCH',
  path: '/v2/portal-look',
  tag,
  scope: 'programs:write',
  summary: 'Change what portal and forms look like',
  description:
    'Fields that are left out stay as they are; null takes one away. Without a name it is the program’s; without an accent colour the primary one.',
  message: 'Look changed.',
  body: patch({
    name: z.nullable(name),
    logo: z.nullable(z.strictObject({ upload: line(100) })),
    primary_color: z.nullable(colour),
    accent_color: z.nullable(colour),
    welcome: z.nullable(welcome),
    ...addresses,
  }),
  data: PortalLook,
});

export const createLogoUpload = operation({
  id: 'createLogoUpload',
  method: 'POST',
  path: '/v2/portal-look/uploads',
  tag,
  scope: 'programs:write',
  summary: 'Get a form for uploading a logo',
  description:
    'Post the `fields` as a form to `url`, and the picture as its last field `file`; then name the `upload` as the logo. At most 500 kB, 4,000 pixels wide and high.',
  message: 'Upload allowed.',
  body: z.strictObject({ type: z.enum(IMAGE_TYPES), size: z.int().check(z.minimum(1), z.maximum(500_000)) }),
  data: z.strictObject({
    upload: line(100),
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    expires_at: instant,
  }),
});

export const getOwnPortalLook = operation({
  id: 'getOwnPortalLook',
  method: 'GET',
  path: '/v2/portal/look',
  tag,
  scope: 'portal:read',
  summary: 'Get what the portal looks like, with its welcome page',
  message: 'Look retrieved.',
  data: z.extend(ProgramLook, { welcome: z.nullable(welcome) }),
});

export const getProgramLook = publicOperation({
  id: 'getProgramLook',
  method: 'GET',
  path: '/v2/public/programs/{place}/look',
  tag,
  requestsPerMinute: 240,
  summary: 'What a program looks like',
  description: '`place` is the key of the program, the slug of a join link, or that of public forms.',
  message: 'Look retrieved.',
  params: z.strictObject({ place: line(100) }),
  data: ProgramLook,
});
