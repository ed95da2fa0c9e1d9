import { DEFAULT_HOST } from '../../domain/links.ts';
import type { Creative } from '../../table/creatives.ts';
import type { Link } from '../../table/links.ts';
import { escapeHtml } from '../shared/html.ts';
import { bannerAddress } from './images.ts';

/** What a link is called in the address of a pixel. */
const linkName = ({ host, slug }: Link): string => (host === DEFAULT_HOST ? slug : `${host}/${slug}`);

/** Where the pixel is by which the impressions of a banner are counted for a link. */
const pixelAddress = (publicUrl: string, creative: string, link: Link): string =>
  `${publicUrl}/v2/public/creatives/${creative}/pixel?${new URLSearchParams({ link: linkName(link) })}`;

/**
 * The HTML that a partner puts on a page: for banners and text links. The pixel is a picture of its own, because the
 * banner itself is kept by browsers and so asked for less often than it is shown.
 */
export const embedOf = (publicUrl: string, creative: Creative, link: Link, url: string): string | null => {
  const { banner, text_link: textLink } = creative;
  const anchor = (inside: string): string => `<a href="${escapeHtml(url)}" rel="sponsored noopener">${inside}</a>`;
  if (textLink !== undefined) return anchor(escapeHtml(textLink.text));
  if (banner === undefined) return null;
  const size = `width="${banner.width}" height="${banner.height}"`;
  const image = bannerAddress(publicUrl, creative.key);
  const pixel = escapeHtml(pixelAddress(publicUrl, creative.key, link));
  return [
    anchor(`<img src="${escapeHtml(image)}" ${size} alt="${escapeHtml(banner.alt_text)}">`),
    `<img src="${pixel}" width="1" height="1" alt="" referrerpolicy="no-referrer">`,
  ].join('');
};
