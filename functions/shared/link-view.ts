import { DEFAULT_HOST } from '../../domain/links.ts';
import type { Link } from '../../table/links.ts';
import type { DataOf } from './contract.ts';
import type { getLink } from './contracts/links.ts';

/** A link as the API shows it. `publicUrl` is where links of the product's own host are reached. */
export const linkView = (publicUrl: string, link: Link): DataOf<typeof getLink> => ({
  key: link.key,
  created_at: link.created_at,
  updated_at: link.updated_at,
  partnership_key: link.partnership,
  slug: link.slug,
  host: link.host === DEFAULT_HOST ? null : link.host,
  url: `${link.host === DEFAULT_HOST ? publicUrl : `https://${link.host}`}/${link.slug}`,
  destination_url: link.destination ?? null,
  dest: link.destination ?? link.landing.destination ?? null,
  name: link.name ?? null,
  utm: link.utm ?? {},
  preview: link.preview ?? null,
  archived: link.archived,
});
