import type { CreativeKind } from '../../../../domain/creatives.ts';
import type { Creative, Patchs, Posts } from '../../../api/operations.ts';

/** What the form of a piece of promo material holds beside whom it is for. */
export interface ContentValues {
  readonly name: string;
  readonly description: string;
  readonly destination_url: string;
  readonly upload: string;
  readonly alt_text: string;
  readonly link_text: string;
  readonly subject: string;
  readonly body: string;
  readonly file_name: string;
}

/** What the form begins with. */
export const contentValues = (of: Creative | undefined): ContentValues => ({
  name: of?.name ?? '',
  description: of?.description ?? '',
  destination_url: of?.destination_url ?? '',
  upload: '',
  alt_text: of?.banner?.alt_text ?? '',
  link_text: of?.text_link?.text ?? '',
  subject: of?.email?.subject ?? '',
  body: of?.email?.body ?? '',
  file_name: of?.file?.name ?? '',
});

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const common = ({ name, description, destination_url }: ContentValues) => ({
  name: name.trim(),
  description: orNull(description),
  destination_url: orNull(destination_url),
});

const textsOf = (kind: CreativeKind, values: ContentValues) => {
  switch (kind) {
    case 'text_link':
      return { text_link: { text: values.link_text.trim() } };
    case 'email':
      return { email: { subject: values.subject.trim(), body: values.body } };
    case 'banner':
    case 'file':
      return {};
  }
};

/** What is sent for something new: exactly the part of its kind. */
export const createBody = (kind: CreativeKind, values: ContentValues): Posts['/v2/creatives']['body'] => {
  const { upload } = values;
  const part =
    kind === 'banner'
      ? { banner: { upload, alt_text: values.alt_text.trim() } }
      : kind === 'file'
        ? { file: { upload, name: values.file_name.trim() } }
        : textsOf(kind, values);
  return { kind, ...common(values), ...part };
};

/** What is sent for a change: a picture or a file that nobody chose anew stays. */
export const changeBody = (kind: CreativeKind, values: ContentValues): Patchs['/v2/creatives/{creative}']['body'] => {
  const { upload } = values;
  const picture = { ...(upload === '' ? {} : { upload }), alt_text: values.alt_text.trim() };
  const file = upload === '' ? {} : { file: { upload, name: values.file_name.trim() } };
  const part = kind === 'banner' ? { banner: picture } : kind === 'file' ? file : textsOf(kind, values);
  return { ...common(values), ...part };
};

/** The fields of a kind that must be filled in, and are not. */
export const missingOf = (
  kind: CreativeKind,
  values: ContentValues,
  isNew: boolean,
): readonly (keyof ContentValues)[] => {
  const upload = isNew ? (['upload'] as const) : ([] as const);
  const needed = {
    banner: [...upload, 'alt_text'],
    text_link: ['link_text'],
    email: ['subject', 'body'],
    file: [...upload, 'file_name'],
  } as const;
  return (['name', ...needed[kind]] as const).filter((name) => values[name].trim() === '');
};
