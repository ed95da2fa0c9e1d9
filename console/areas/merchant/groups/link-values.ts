import { UTM_PARAMETERS } from '../../../../domain/links.ts';
import type { Group } from '../../../api/operations.ts';
import type { Row } from './addresses.ts';

/** What the form of links holds. */
export interface LinkValues {
  readonly destination_url: string;
  readonly utm_source: string;
  readonly utm_medium: string;
  readonly utm_campaign: string;
  readonly utm_term: string;
  readonly utm_content: string;
  readonly parameters: readonly Row[];
  readonly referral_links: boolean;
  readonly custom_links: boolean;
}

/** What the form of links begins with. */
export const linkValues = ({ destination_url, utm, parameters, referral_links, custom_links }: Group): LinkValues => ({
  destination_url: destination_url ?? '',
  utm_source: utm.utm_source ?? '',
  utm_medium: utm.utm_medium ?? '',
  utm_campaign: utm.utm_campaign ?? '',
  utm_term: utm.utm_term ?? '',
  utm_content: utm.utm_content ?? '',
  parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
  referral_links,
  custom_links,
});

/** The UTM parameters that are filled in. */
export const utmOf = (values: LinkValues): Readonly<Record<string, string>> =>
  Object.fromEntries(
    UTM_PARAMETERS.flatMap((name) => {
      const value = values[name].trim();
      return value === '' ? [] : [[name, value]];
    }),
  );
