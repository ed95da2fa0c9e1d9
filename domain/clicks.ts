/**
 * Clicks: the id that a visitor carries to the merchant's site, and what a visit counts as
 * (docs/glossary.md, "click"). Everything here is a function of the request; who has clicked before is looked up later.
 */

/** What a click id says: through which link of whom the visitor came, and when (epoch milliseconds). */
export interface Click {
  readonly link: string;
  readonly partnership: string;
  readonly at: number;
}

/** Authenticates a text with our secret: 128 bits of an HMAC, as 22 letters of URL-safe base 64. */
export type Mac = (text: string) => string;

const TOKEN = /^(?<text>(?<link>[\w-]{1,64})\.(?<partnership>[\w-]{1,64})\.(?<at>[0-9a-z]{1,9}))\.(?<mac>[\w-]{22})$/;
/** Never a part of a click id, and safe in cookies and addresses. */
const SEPARATOR = '~';
/** The first and the last click, which the site script keeps, and no more. */
const MAX_TOKENS = 2;

/** The name in front keeps the authentication of a click id from being used for anything else. */
const signed = (text: string): string => `click:${text}`;

/** The click id of a click. */
export const encodeClickId = (click: Click, mac: Mac): string => {
  const text = `${click.link}.${click.partnership}.${click.at.toString(36)}`;
  return `${text}.${mac(signed(text))}`;
};

/** What a click id claims; it counts only when `mac` is the one of `signed`. */
interface ClickClaim {
  readonly click: Click;
  readonly signed: string;
  readonly mac: string;
}

/** Takes a click id apart; undefined when the text has not its form. */
export const parseClickId = (token: string): ClickClaim | undefined => {
  const { text, link, partnership, at, mac } = TOKEN.exec(token)?.groups ?? {};
  if (text === undefined || link === undefined || partnership === undefined || at === undefined || mac === undefined) {
    return undefined;
  }
  return { click: { link, partnership, at: Number.parseInt(at, 36) }, signed: signed(text), mac };
};

/** The claims in what a merchant hands back: one click id, or the first and the last one as the site script keeps them. */
export const parseClickIds = (text: string): readonly ClickClaim[] => {
  const tokens = text.split(SEPARATOR, MAX_TOKENS + 1);
  return tokens.length > MAX_TOKENS ? [] : tokens.flatMap((token) => parseClickId(token) ?? []);
};

/** A visit to an old address of another system: the token that names the partner there, and when it was. */
export interface OldVisit {
  readonly token: string;
  readonly at: number;
}

const OLD_VISIT = /^ref\.(?<token>[A-Za-z0-9][\w-]{0,62})\.(?<at>[0-9a-z]{1,9})$/;

/**
 * The visits to old addresses in what a merchant hands back: the site script keeps them among the click ids. Nobody
 * signs them; they say no more than the address did with which the visitor came.
 */
export const parseOldVisits = (text: string): readonly OldVisit[] => {
  const tokens = text.split(SEPARATOR, MAX_TOKENS + 1);
  if (tokens.length > MAX_TOKENS) return [];
  return tokens.flatMap((part) => {
    const { token, at } = OLD_VISIT.exec(part)?.groups ?? {};
    return token === undefined || at === undefined ? [] : [{ token, at: Number.parseInt(at, 36) }];
  });
};

/** Why a click is counted apart from the valid ones. Reasons are permanent: they are names of counters. */
export const APART_REASONS = ['head', 'preview', 'bot', 'prefetch', 'embedded', 'inactive', 'repeat'] as const;
export type ApartReason = (typeof APART_REASONS)[number];

/** A second click of the same visitor on the same link within this time is a repeat. */
export const REPEAT_WINDOW_MS = 30 * 60 * 1000;

/** Social networks and messengers that fetch a pasted link to show what is behind it. */
const PREVIEW_CRAWLERS =
  /facebookexternalhit|facebookcatalog|meta-externalfetcher|twitterbot|linkedinbot|slackbot|slack-imgproxy|^whatsapp\/|telegrambot|discordbot|pinterestbot|redditbot|skypeuripreview|microsoftpreview|vkshare|snap url preview|mastodon\/|bluesky cardyb|iframely|embedly|tumblr\/|line-poker|kakaotalk-scrap|googlemessages|google-pagerenderer|xing-contenttabreceiver/i;

/** Programs that are no visitor. A Cubot is a telephone. */
const BOTS =
  /(?<!cu)bot|crawl|spider|slurp|curl\/|wget|python|aiohttp|scrapy|libwww|perl|ruby|php|^java\/|java-http|apache-httpclient|go-http-client|okhttp|axios|node-fetch|undici|^node\b|^got\b|http_request|postman|insomnia|headless|phantomjs|puppeteer|playwright|selenium|lighthouse|pagespeed|gtmetrix|pingdom|uptime|statuscake|monitor|checker|validator|scanner|nmap|masscan|zgrab|facebookexternal|bingpreview|mediapartners|feedfetcher|ia_archiver|w3c_|autocannon|wrk\//i;

/** The parts of a request that tell what it counts as. Names of headers are in lower case. */
export interface Visit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Browsers load a page ahead of the visitor, who may never come. */
const isPrefetch = ({ headers }: Visit): boolean =>
  [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']].some(
    (value) => value !== undefined && /prefetch|prerender|preview/i.test(value),
  );

/** A frame, an image or a script that opens a link: nobody clicked, which is how cookies are stuffed. */
const isEmbedded = ({ headers }: Visit): boolean => {
  const destination = headers['sec-fetch-dest'];
  return destination !== undefined && destination !== 'document';
};

/** Why a visit is no valid click, as far as the request itself tells; undefined when nothing speaks against it. */
export const judgeVisit = (visit: Visit): Exclude<ApartReason, 'inactive' | 'repeat'> | undefined => {
  if (visit.method === 'HEAD') return 'head';
  const agent = visit.headers['user-agent'] ?? '';
  if (PREVIEW_CRAWLERS.test(agent)) return 'preview';
  // Every browser names itself and says what it accepts.
  if (agent.length < 12 || visit.headers['accept'] === undefined || BOTS.test(agent)) return 'bot';
  if (isPrefetch(visit)) return 'prefetch';
  if (isEmbedded(visit)) return 'embedded';
  return undefined;
};

/** What a visitor is told apart by for repeats. Tied to the link, so that nobody can be followed from link to link. */
export const visitorText = (link: string, address: string, agent: string): string =>
  `visitor:${link}\n${address}\n${agent}`;
