import type { PreviewCard } from '../shared/link-reader.ts';

export interface Page {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly cookies?: readonly string[];
}

/** What every answer carries: nothing of it may be kept or guessed at, and no search engine lists it. */
export const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

/** The pages run nothing and load nothing. */
const HTML_HEADERS = {
  ...PAGE_HEADERS,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Text that can stand between tags and in a quoted attribute. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

const html = (head: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}</head><body>${body}</body></html>\n`;

const meta = (kind: 'name' | 'property', name: string, content: string | undefined): string =>
  content === undefined ? '' : `<meta ${kind}="${name}" content="${escaped(content)}">`;

const WEB = /^https?:\/\//i;
const SECURE = /^https:\/\//i;
const MAIL_ADDRESS = /^[\w.+-]{1,64}@[\w.-]{1,255}$/;
const HANDLE = /^[A-Za-z0-9_]{1,15}$/;

/** Who is behind a link. What has not the form of an address is left out, whoever stored it. */
const contacts = ({ linkedin, email }: PreviewCard): string => {
  const profile = linkedin !== undefined && SECURE.test(linkedin) ? linkedin : undefined;
  const address = email !== undefined && MAIL_ADDRESS.test(email) ? email : undefined;
  return [
    profile === undefined ? '' : `<p><a rel="nofollow me" href="${escaped(profile)}">LinkedIn</a></p>`,
    address === undefined ? '' : `<p><a href="mailto:${escaped(address)}">${escaped(address)}</a></p>`,
  ].join('');
};

/** What a social network shows of a pasted link (Open Graph, and Twitter's card). */
export const previewPage = (card: PreviewCard, address: string, destination: string): Page => {
  const image = card.image !== undefined && WEB.test(card.image) ? card.image : undefined;
  const handle = card.xHandle !== undefined && HANDLE.test(card.xHandle) ? `@${card.xHandle}` : undefined;
  const head = [
    `<title>${escaped(card.title)}</title>`,
    meta('name', 'description', card.description),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:url', address),
    meta('property', 'og:title', card.title),
    meta('property', 'og:description', card.description),
    meta('property', 'og:image', image),
    meta('name', 'twitter:card', image === undefined ? 'summary' : 'summary_large_image'),
    meta('name', 'twitter:title', card.title),
    meta('name', 'twitter:description', card.description),
    meta('name', 'twitter:image', image),
    meta('name', 'twitter:site', handle),
    meta('name', 'twitter:creator', handle),
  ].join('');
  const shown = `<p><a rel="nofollow" href="${escaped(destination)}">${escaped(card.title)}</a></p>`;
  const body = `${shown}${contacts(card)}`;
  return { statusCode: 200, headers: HTML_HEADERS, body: html(head, body) };
};

const plain = (
  statusCode: number,
  title: string,
  sentence: string,
  headers: Readonly<Record<string, string>>,
): Page => ({
  statusCode,
  headers: { ...HTML_HEADERS, ...headers },
  body: html(`<title>${title}</title>`, `<h1>${title}</h1><p>${sentence}</p>`),
});

/** The same for every address that leads nowhere, whatever the reason. */
export const NOT_FOUND = plain(404, 'Nothing here', 'This link leads nowhere. It may be mistyped.', {});

export const UNAVAILABLE = plain(503, 'One moment', 'Try again in a moment.', {
  'retry-after': '2',
});
