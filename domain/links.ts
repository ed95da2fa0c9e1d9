/**
 * Links: where a visitor is sent. The target is always the stored destination; nothing that a visitor sends can change
 * more of it than the click id that we sign.
 */

/** The query parameter that hands the click id to the merchant's site, and the name of the cookie that keeps it. */
export const CLICK_PARAMETER = 'fs_click';
export const UTM_PARAMETERS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
type UtmParameter = (typeof UTM_PARAMETERS)[number];
export type Utm = Readonly<Partial<Record<UtmParameter, string | undefined>>>;
/** Query parameters that a redirect gets, by their names. */
export type Parameters = Readonly<Record<string, string | undefined>>;
/** The most parameters that a group adds besides the UTM ones. */
export const MAX_PARAMETERS = 20;

const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;
/** They mean something else: to us, to the UTM settings, or to every object of the language. */
const TAKEN_NAMES: readonly string[] = [CLICK_PARAMETER, ...UTM_PARAMETERS, 'constructor', 'prototype'];

/** Why a text cannot be the name of a further parameter; undefined when it can. */
export const parameterNameProblem = (name: string): string | undefined => {
  if (!PARAMETER_NAME.test(name)) {
    return 'Must begin with a letter and have at most 40 letters, digits, dots, hyphens and underscores.';
  }
  return TAKEN_NAMES.includes(name) ? 'This name has a meaning of its own.' : undefined;
};

const MAX_DESTINATION = 2000;
/** So many that all links of a partnership can change in one write together with what they follow. */
export const MAX_LINKS = 80;
/** Links of the stack's own address; a merchant's own link domain has its name here. */
export const DEFAULT_HOST = '-';

const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LONGEST_HOST = 253;

/** Names inside a network, or of nothing at all. */
const PRIVATE_TOP = /^(?:local|localhost|internal|test|invalid|\d+)$/;

const isLinkHost = (text: string): boolean => {
  const labels = text.split('.');
  const isName = text.length <= LONGEST_HOST && labels.length > 1 && labels.every((label) => HOST_LABEL.test(label));
  return isName && !PRIVATE_TOP.test(labels.at(-1) ?? '');
};

/** Why a text cannot be the host of links; undefined when it can. Addresses and names inside a network are none. */
export const hostProblem = (text: string): string | undefined =>
  isLinkHost(text)
    ? undefined
    : 'Must be the name of a host that everybody can reach, in small letters, such as go.example.com.';

/** The host on which a visitor asks, without a port; undefined when it cannot be a merchant's own. */
export const linkHostOf = (header: string | undefined): string | undefined => {
  const name = header?.toLowerCase().replace(/:\d{1,5}$/, '');
  return name === undefined || !isLinkHost(name) ? undefined : name;
};

/** Words of the site itself, which lies on the same host as the links. */
const RESERVED_SLUGS: readonly string[] = [
  'v2 api admin assets auth callback console docs embed form forms health help index invitation join login logout',
  'oauth2 portal settings signin signup static status support terms privacy public unsubscribe well-known www',
].flatMap((row) => row.split(' '));
const SLUG = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])$/;

/** Why a text cannot be the path of a link; undefined when it can. */
export const slugProblem = (slug: string): string | undefined => {
  if (!SLUG.test(slug)) {
    return 'Must have 2 to 63 letters a-z, digits, hyphens and underscores, with a letter or digit at both ends.';
  }
  return RESERVED_SLUGS.includes(slug) ? 'This word is reserved.' : undefined;
};

/** The slug that a path asks for; a visitor may write capitals and a slash at the end. */
export const slugOfPath = (path: string): string | undefined => {
  const found = /^\/([A-Za-z0-9_-]{2,63})\/?$/.exec(path)?.[1]?.toLowerCase();
  return found === undefined || !SLUG.test(found) ? undefined : found;
};

const SLUG_LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
/** 60 bits: who tries a thousand slugs a second against a million links hits one in about 36 years. */
export const SLUG_RANDOM_BYTES = 12;

/** A slug that cannot be guessed, one letter for each random byte. */
export const slugFrom = (random: Uint8Array): string =>
  Array.from(random, (byte) => SLUG_LETTERS.charAt(byte & 31)).join('');

/** An address as people write one: readers of URLs disagree about backslashes, spaces and missing slashes. */
const PLAIN_ADDRESS = /^https?:\/\/[^\s\\/?#@][^\s\\\p{Cc}\u2028\u2029]*$/iu;

/** What can be wrong with a destination. Made when it is asked for, so that a bundle without it does not carry it. */
const destinationFaults = (): readonly string[] => [
  `Must be at most ${MAX_DESTINATION} characters.`,
  'Must be an http or https address.',
  'Must not contain a user name or password.',
  'Is too long once it is encoded.',
  `Must not contain ${CLICK_PARAMETER} itself.`,
];

/** Which of the faults a destination has, by its place in the list; -1 for none. Tracking needs no sentences for it. */
export const destinationFault = (text: string): number => {
  if (text.length > MAX_DESTINATION) return 0;
  const url = PLAIN_ADDRESS.test(text) ? URL.parse(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return 1;
  if (url.username !== '' || url.password !== '' || text.split(/[/?#]/, 3)[2]?.includes('@')) return 2;
  if (url.href.length > 2 * MAX_DESTINATION) return 3;
  return url.searchParams.has(CLICK_PARAMETER) ? 4 : -1;
};

/** Why a text cannot be where a link leads; undefined when it can. */
export const destinationProblem = (text: string): string | undefined => destinationFaults()[destinationFault(text)];

/** A destination as it is stored: ASCII only, so that it can stand in a header. Throws where there is a problem. */
export const normalDestination = (text: string): string => {
  const problem = destinationProblem(text);
  if (problem !== undefined) throw new RangeError(problem);
  return new URL(text).href;
};

/** As a form would send it; whatever is no proper text becomes a replacement character. */
const encode = (name: string, value: string): string => new URLSearchParams([[name, value]]).toString();

const isUtm = (name: string): boolean => UTM_PARAMETERS.some((one) => one === name);

/** UTM parameters first, in their usual order, then the others by name. */
const inOrder = (parameters: Parameters): readonly string[] => [
  ...UTM_PARAMETERS.filter((name) => Object.hasOwn(parameters, name)),
  ...Object.keys(parameters)
    .filter((name) => !isUtm(name))
    .toSorted(),
];

/**
 * Where a visitor is sent: the stored destination with the parameters of link and group (those that the destination
 * has itself stay as they are) and the click id. Its own query is kept letter by letter: it may be signed.
 */
export const targetOf = (
  destination: string,
  parameters: Parameters | undefined,
  clickId: string | undefined,
): string => {
  const url = new URL(destination);
  const own = url.searchParams;
  const added = inOrder(parameters ?? {}).flatMap((name) => {
    const value = parameters?.[name];
    return value === undefined || own.has(name) ? [] : [encode(name, value)];
  });
  if (clickId !== undefined) added.push(encode(CLICK_PARAMETER, clickId));
  if (added.length === 0) return url.href;
  const before = url.search === '' ? '' : `${url.search.slice(1)}&`;
  url.search = `?${before}${added.join('&')}`;
  return url.href;
};

/** A link's address that says by which creative a visitor came. It leads where the link leads. */
export const withCreative = (address: string, creative: string): string => `${address}?creative=${creative}`;

/** The creative that the query of a link names; undefined when it names none. Short: tracking has little room. */
export const creativeIn = (query: string): string | undefined =>
  /(?:^|&)creative=(crt_[0-9a-z]{26})(?:&|$)/.exec(query)?.[1];
