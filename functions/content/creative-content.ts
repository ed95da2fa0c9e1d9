import {
  CREATIVE_FILE_TYPES,
  CREATIVE_KINDS,
  CREATIVE_LIMITS,
  type CreativeKind,
  unknownField,
} from '../../domain/creatives.ts';
import { unprocessable } from '../../domain/errors.ts';
import type { Creative } from '../../table/creatives.ts';
import type { InputOf } from '../shared/contract.ts';
import type { createCreative, updateCreative } from '../shared/contracts/creatives.ts';
import type { ContentDeps } from './deps.ts';
import { claimFile, claimImage } from './uploads.ts';

type New = InputOf<typeof createCreative>['body'];
type Patch = InputOf<typeof updateCreative>['body'];
/** The one part of a creative that its kind asks for. */
type Content = Pick<Creative, CreativeKind>;

const BANNER_LIMITS = { bytes: CREATIVE_LIMITS.image_bytes, pixels: CREATIVE_LIMITS.pixels };

const requireKnownFields = (texts: Readonly<Record<string, string>>): void => {
  for (const [param, text] of Object.entries(texts)) {
    const name = unknownField(text);
    if (name !== undefined) throw unprocessable('unknown_merge_field', `There is no merge field {${name}}.`, param);
  }
};

const emailOf = (email: { readonly subject: string; readonly body: string }): Content => {
  requireKnownFields({ 'email.subject': email.subject, 'email.body': email.body });
  return { email };
};

/** @throws Failure `unprocessable` (`invalid_fields`) unless exactly the part of the kind is there. */
const requireOnly = (kind: CreativeKind, parts: Readonly<Partial<Record<CreativeKind, unknown>>>): void => {
  const stranger = CREATIVE_KINDS.find((part) => part !== kind && parts[part] !== undefined);
  if (stranger !== undefined) throw unprocessable('invalid_fields', `Goes with the kind ${stranger} only.`, stranger);
};

const missing = (kind: CreativeKind) =>
  unprocessable('invalid_fields', `A creative of the kind ${kind} needs it.`, kind);

/**
 * What a new creative holds.
 * @throws Failure `unprocessable` (`invalid_fields`, `unknown_upload`, `not_an_image`, `too_large`, `file_type`,
 * `unknown_merge_field`).
 */
export const newContent = async (deps: ContentDeps, program: string, body: New): Promise<Content> => {
  const { kind, banner, text_link, email, file } = body;
  requireOnly(kind, { banner, text_link, email, file });
  switch (kind) {
    case 'banner': {
      if (banner === undefined) throw missing(kind);
      const named = { upload: banner.upload, param: 'banner.upload' };
      return { banner: { ...(await claimImage(deps, program, named, BANNER_LIMITS)), alt_text: banner.alt_text } };
    }
    case 'text_link':
      if (text_link === undefined) throw missing(kind);
      return { text_link };
    case 'email':
      if (email === undefined) throw missing(kind);
      return emailOf(email);
    case 'file': {
      if (file === undefined) throw missing(kind);
      const named = { upload: file.upload, param: 'file.upload' };
      return { file: { ...(await claimFile(deps, program, named, CREATIVE_FILE_TYPES)), name: file.name } };
    }
  }
};

const changedBanner = async (deps: ContentDeps, { program, banner }: Creative, asked: NonNullable<Patch['banner']>) => {
  if (banner === undefined) throw new Error('A banner has no picture.');
  const { upload = banner.upload, alt_text = banner.alt_text } = asked;
  if (upload === banner.upload) return { banner: { ...banner, alt_text } };
  const image = await claimImage(deps, program, { upload, param: 'banner.upload' }, BANNER_LIMITS);
  return { banner: { ...image, alt_text } };
};

/** What a creative holds after a change. @throws Failure as for a new one. */
export const changedContent = async (deps: ContentDeps, before: Creative, body: Patch): Promise<Content> => {
  const { banner, text_link, email, file } = body;
  requireOnly(before.kind, { banner, text_link, email, file });
  if (banner !== undefined) return changedBanner(deps, before, banner);
  if (text_link !== undefined) return { text_link };
  if (email !== undefined) return emailOf(email);
  if (file === undefined) return {};
  if (file.upload === before.file?.upload) return { file: { ...before.file, name: file.name } };
  const claimed = await claimFile(
    deps,
    before.program,
    { upload: file.upload, param: 'file.upload' },
    CREATIVE_FILE_TYPES,
  );
  return { file: { ...claimed, name: file.name } };
};
