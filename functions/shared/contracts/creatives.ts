import * as z from 'zod/mini';
import { CREATIVE_FILE_TYPES, CREATIVE_KINDS, CREATIVE_LIMITS } from '../../../domain/creatives.ts';
import { IMAGE_TYPES } from '../../../domain/images.ts';
import { openOperation, operation } from '../contract.ts';
import { days } from './creative-statistics.ts';
import {
  described,
  instant,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  patch,
  prose,
  queryFlag,
  queryInteger,
  webAddress,
} from './fields.ts';
import { destination } from './link-fields.ts';
import { target } from './target-fields.ts';

const tag = 'creatives';
const params = z.strictObject({ creative: key });

const upload = described(line(100), 'What was uploaded by a form of `POST /v2/creatives/uploads`.');
const altText = line(CREATIVE_LIMITS.alt_text, 0);
const text = line(CREATIVE_LIMITS.link_text);
const subject = line(CREATIVE_LIMITS.subject);
const body = described(
  prose(CREATIVE_LIMITS.body).check(z.minLength(1)),
  'May hold the merge fields {link}, {partner_name} and {program_name}.',
);
const fileName = line(CREATIVE_LIMITS.file_name);
const position = described(z.int().check(z.minimum(0), z.maximum(9_999)), 'Smaller ones are shown first.');
const kind = z.enum(CREATIVE_KINDS);

const size = z.int();
/** What is shown of a banner: the picture tells its own size. */
const shownBanner = { image_url: webAddress, width: z.int(), height: z.int(), alt_text: altText } as const;
const shownFile = { name: fileName, content_type: z.string(), size } as const;

/** Promo material: what partners put on their pages, into their mails, or hand on. */
export const Creative = z.strictObject({
  ...objectFields,
  name: line(100),
  kind,
  description: z.nullable(prose(CREATIVE_LIMITS.description)),
  archived: z.boolean(),
  position,
  target,
  /** Where it leads; null: where the partner’s link leads anyway. */
  destination_url: z.nullable(destination),
  banner: z.nullable(z.strictObject({ ...shownBanner, content_type: z.string(), size })),
  text_link: z.nullable(z.strictObject({ text })),
  email: z.nullable(z.strictObject({ subject, body })),
  file: z.nullable(z.strictObject(shownFile)),
  /** How often a banner was shown, in all. */
  impressions: z.int(),
  /** How often visitors came by it, in all: through the addresses that partners get with it. */
  clicks: z.int(),
});

const content = {
  banner: z.strictObject({ upload, alt_text: altText }),
  text_link: z.strictObject({ text }),
  email: z.strictObject({ subject, body }),
  file: z.strictObject({ upload, name: fileName }),
} as const;

export const createCreative = operation({
  id: 'createCreative',
  method: 'POST',
  path: '/v2/creatives',
  tag,
  scope: 'programs:write',
  summary: 'Add promo material',
  description:
    'Of the parts `banner`, `text_link`, `email` and `file` exactly the one of its kind is given. The width and height of a banner are those of its picture. Without a `target` everybody sees it; without a `position` it comes last.',
  message: 'Creative created.',
  body: z.strictObject({
    name: line(100),
    kind,
    description: maybe(prose(CREATIVE_LIMITS.description)),
    position: maybe(position),
    target: z.optional(target),
    destination_url: maybe(destination),
    banner: maybe(content.banner),
    text_link: maybe(content.text_link),
    email: maybe(content.email),
    file: maybe(content.file),
  }),
  data: Creative,
});

export const listCreatives = operation({
  id: 'listCreatives',
  method: 'GET',
  path: '/v2/creatives',
  tag,
  scope: 'programs:read',
  summary: 'List promo material',
  description: '`group_key` and `segment_key` find what is targeted at them by name.',
  message: 'Creatives retrieved.',
  query: z.extend(listQuery, {
    kind: z.optional(kind),
    include_archived: z.optional(queryFlag),
    group_key: z.optional(key),
    segment_key: z.optional(key),
  }),
  data: listOf(Creative),
});

export const getCreative = operation({
  id: 'getCreative',
  method: 'GET',
  path: '/v2/creatives/{creative}',
  tag,
  scope: 'programs:read',
  summary: 'Get promo material',
  message: 'Creative retrieved.',
  params,
  data: Creative,
});

export const updateCreative = operation({
  id: 'updateCreative',
  method: 'PATCH',
  path: '/v2/creatives/{creative}',
  tag,
  scope: 'programs:write',
  summary: 'Change or archive promo material',
  description:
    'Fields that are left out stay as they are. Another picture of a banner is shown everywhere where the banner stands, within an hour. What is archived is shown to no partner any more; banners that stand on pages stay there.',
  message: 'Creative changed.',
  params,
  body: patch({
    name: line(100),
    description: z.nullable(prose(CREATIVE_LIMITS.description)),
    archived: z.boolean(),
    position,
    target,
    destination_url: z.nullable(destination),
    banner: z.strictObject({ upload: z.optional(upload), alt_text: z.optional(altText) }),
    text_link: content.text_link,
    email: content.email,
    file: content.file,
  }),
  data: Creative,
});

export const createCreativeUpload = operation({
  id: 'createCreativeUpload',
  method: 'POST',
  path: '/v2/creatives/uploads',
  tag,
  scope: 'programs:write',
  summary: 'Get a form for uploading a picture or a file',
  description: `Post the \`fields\` as a form to \`url\`, and the file as its last field \`file\`; then name the \`upload\` in the creative. Pictures are ${IMAGE_TYPES.join(', ')}.`,
  message: 'Upload allowed.',
  body: z.strictObject({
    kind: z.enum(['banner', 'file']),
    type: z.enum([...new Set([...IMAGE_TYPES, ...CREATIVE_FILE_TYPES])]),
    size: z.int().check(z.minimum(1), z.maximum(CREATIVE_LIMITS.file_bytes)),
  }),
  data: z.strictObject({
    upload: line(100),
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    expires_at: instant,
  }),
});

const address = z.strictObject({ url: z.string() });

export const getCreativeFile = operation({
  id: 'getCreativeFile',
  method: 'GET',
  path: '/v2/creatives/{creative}/file',
  tag,
  scope: 'programs:read',
  summary: 'Get an address that downloads the file of a creative',
  description: 'It is good for five minutes.',
  message: 'Address made.',
  params,
  data: address,
});

const portalTag = 'portal creatives';

/** Promo material as a partner sees it: with its own link in it, and nothing about whom it is for. */
export const PortalCreative = z.strictObject({
  ...objectFields,
  name: line(100),
  kind,
  description: z.nullable(prose(CREATIVE_LIMITS.description)),
  banner: z.nullable(z.strictObject(shownBanner)),
  text_link: z.nullable(z.strictObject({ text })),
  /** With the merge fields filled in. */
  email: z.nullable(z.strictObject({ subject: line(1_000), body: prose(CREATIVE_LIMITS.merged) })),
  file: z.nullable(z.strictObject(shownFile)),
  /**
   * The partner’s own link that it leads through, with an address that says by which creative a visitor came; null when
   * the partner has none.
   */
  link: z.nullable(z.strictObject({ key, url: webAddress })),
  /** HTML to copy, for banners and text links. */
  embed: z.nullable(z.string()),
  /** How often it was shown through links of the partner, in the days that were asked for. */
  impressions: z.int(),
  /** How often visitors came by it through links of the partner, in those days. */
  clicks: z.int(),
});

export const listPortalCreatives = operation({
  id: 'listPortalCreatives',
  method: 'GET',
  path: '/v2/portal/creatives',
  tag: portalTag,
  scope: 'portal:read',
  summary: 'List the promo material that the partner may use',
  description:
    'In the order of the program. `link_key` chooses which of the partner’s links it leads through; without it, the partner’s first one, or one that leads where the creative leads. Impressions of at most 93 days, the last 30 unless days are given.',
  message: 'Creatives retrieved.',
  query: z.strictObject({
    ...days,
    limit: z.prefault(queryInteger(1, 50), '25'),
    starting_after: z.optional(key),
    ending_before: z.optional(key),
    kind: z.optional(kind),
    link_key: z.optional(key),
  }),
  data: listOf(PortalCreative),
});

export const getPortalCreative = operation({
  id: 'getPortalCreative',
  method: 'GET',
  path: '/v2/portal/creatives/{creative}',
  tag: portalTag,
  scope: 'portal:read',
  summary: 'Get promo material that the partner may use',
  message: 'Creative retrieved.',
  params,
  query: z.strictObject({ ...days, link_key: z.optional(key) }),
  data: PortalCreative,
});

export const getPortalCreativeFile = operation({
  id: 'getPortalCreativeFile',
  method: 'GET',
  path: '/v2/portal/creatives/{creative}/file',
  tag: portalTag,
  scope: 'portal:read',
  summary: 'Get an address that downloads the file of a creative',
  description: 'It is good for five minutes.',
  message: 'Address made.',
  params,
  data: address,
});

const publicTag = 'public pictures';

export const getCreativeImage = openOperation({
  id: 'getCreativeImage',
  method: 'GET',
  path: '/v2/public/creatives/{creative}/image',
  tag: publicTag,
  summary: 'The picture of a banner, for as long as it stands on a page',
  answers: 'image/*',
});

export const getCreativePixel = openOperation({
  id: 'getCreativePixel',
  method: 'GET',
  path: '/v2/public/creatives/{creative}/pixel',
  tag: publicTag,
  summary: 'A picture of one pixel, by which the impressions of a banner are counted',
  description:
    '`link` is the slug of the partner’s link, with its host and a slash before it on a domain of the merchant.',
  answers: 'image/gif',
});

export const getImage = openOperation({
  id: 'getImage',
  method: 'GET',
  path: '/v2/public/images/{program}/{image}',
  tag: publicTag,
  summary: 'A picture of a program, such as its logo; it never changes',
  answers: 'image/*',
});
