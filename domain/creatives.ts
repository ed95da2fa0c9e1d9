import { FILE_TYPES } from './form-fields.ts';

/** What promo material can be. */
export const CREATIVE_KINDS = ['banner', 'text_link', 'email', 'file'] as const;
export type CreativeKind = (typeof CREATIVE_KINDS)[number];

export const CREATIVE_LIMITS = {
  description: 500,
  alt_text: 200,
  link_text: 200,
  subject: 200,
  body: 5_000,
  /** A body whose merge fields are filled in. */
  merged: 60_000,
  file_name: 120,
  image_bytes: 2_000_000,
  file_bytes: 25_000_000,
  /** The longest side of a banner, in pixels. */
  pixels: 4_000,
} as const;

/** What a file for partners may be. */
export const CREATIVE_FILE_TYPES = [...FILE_TYPES, 'application/zip', 'video/mp4', 'audio/mpeg'] as const;

/** What can be filled into the texts of mails. */
export const MERGE_FIELDS = ['link', 'partner_name', 'program_name'] as const;
type MergeField = (typeof MERGE_FIELDS)[number];
export type Merged = Readonly<Record<MergeField, string>>;

const FIELD = /\{([a-z_]{1,40})\}/g;

const isField = (name: string): name is MergeField => MERGE_FIELDS.some((field) => field === name);

/** The first merge field of a text that nothing can be filled into; undefined when there is none. */
export const unknownField = (text: string): string | undefined => {
  for (const [, name = ''] of text.matchAll(FIELD)) if (!isField(name)) return name;
  return undefined;
};

/** A text with its merge fields filled in. What is filled in is not looked at again. */
export const merge = (text: string, values: Merged): string =>
  text.replaceAll(FIELD, (whole, name: string) => (isField(name) ? values[name] : whole));
