import type { Group } from '../../../api/operations.ts';

/** What the form of social content holds. */
export interface SocialValues {
  readonly title: string;
  readonly description: string;
  readonly image_url: string;
  readonly x_handle: string;
  readonly linkedin_url: string;
  readonly contact_email: string;
}

const handleOf = (bare: string): string => (bare === '' ? '' : `@${bare.replace(/^@/, '')}`);

/** What the form begins with. */
export const socialValues = ({ social }: Pick<Group, 'social'>): SocialValues => ({
  title: social?.title ?? '',
  description: social?.description ?? '',
  image_url: social?.image_url ?? '',
  x_handle: handleOf(String(social?.x_handle ?? '')),
  linkedin_url: social?.linkedin_url ?? '',
  contact_email: social?.contact_email ?? '',
});

/** Social content as the API takes it: what is filled in, or none at all. */
export const socialOf = (values: SocialValues): Readonly<Partial<SocialValues>> | null => {
  const filled = Object.entries(values).flatMap(([name, value]: [string, string]) =>
    value.trim() === '' ? [] : [[name, value.trim()]],
  );
  return filled.length === 0 ? null : Object.fromEntries(filled);
};
