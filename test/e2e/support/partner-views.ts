import * as z from 'zod';
import type { AnyOperation } from '../../../functions/shared/contract.ts';
import { ALL_OPERATIONS } from '../../../functions/shared/contracts/index.ts';

/** What is needed to look at something as a partner or a visitor does. */
export interface Viewing {
  readonly url: string;
  /** The slug of a link of the partner. */
  readonly link: string;
  /** What the partner logs in with. */
  readonly token: string;
  /** The slug under which the public forms of the partner's group lie, and that of its join link. */
  readonly forms: string;
  readonly join: string;
  /** What the first entry of a list does not tell, by the names of parts of paths. */
  readonly named: Readonly<Record<string, string>>;
}

/** Something that is made for partners or visitors. */
export interface PartnerView {
  readonly name: string;
  /** Everything that it shows: headers and body as one text. */
  readonly read: (viewing: Viewing) => Promise<string>;
}

const shown = async (response: Response): Promise<string> => {
  if (response.status >= 400) throw new Error(`${response.url} answers ${response.status}.`);
  return `${JSON.stringify([...response.headers])}\n${await response.text()}`;
};

const visit =
  (path: (viewing: Viewing) => string, headers: Readonly<Record<string, string>> = {}) =>
  async (viewing: Viewing): Promise<string> =>
    shown(await fetch(new URL(path(viewing), viewing.url), { headers, redirect: 'manual' }));

/** What a partner asks for who has logged in. */
const ask = async ({ url, token }: Viewing, path: string): Promise<string> =>
  shown(await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } }));

const List = z.object({ data: z.object({ items: z.array(z.record(z.string(), z.unknown())) }) });
/** What the objects of lists are named by in the paths of the portal. */
const NAMES = ['key', 'slug', 'period'] as const;

/**
 * Something of which the partner has one: the first of the list that the path begins with. Where only some of a list
 * have it, they are tried one after the other.
 */
const askForOne = async (viewing: Viewing, path: string): Promise<string> => {
  const [list = '', rest = ''] = path.split(/\/\{\w+\}/);
  const known = viewing.named[/\{(\w+)\}/.exec(path)?.[1] ?? ''];
  if (known !== undefined) return ask(viewing, `${list}/${encodeURIComponent(known)}${rest}`);
  const text = await ask(viewing, list);
  const { data } = List.parse(JSON.parse(text.slice(text.indexOf('\n'))));
  const named = data.items.flatMap((item) =>
    NAMES.flatMap((name) => (typeof item[name] === 'string' ? [item[name]] : [])),
  );
  for (const name of named) {
    const one = await ask(viewing, `${list}/${encodeURIComponent(name)}${rest}`).catch(() => undefined);
    if (one !== undefined) return one;
  }
  throw new Error(`There is nothing to look at below ${path}.`);
};

const isPortalRead = (operation: AnyOperation): boolean =>
  operation.kind === 'keyed' && operation.scope === 'portal:read' && operation.method === 'GET';

/** Everything that a partner who has logged in can read: whatever is added to the portal is one of these by itself. */
const PORTAL_VIEWS: readonly PartnerView[] = ALL_OPERATIONS.filter(isPortalRead).map(({ id, path }) => ({
  name: `the portal's ${id}`,
  read: (viewing) => (path.includes('{') ? askForOne(viewing, path) : ask(viewing, path)),
}));

/**
 * Everything that is made for partners and visitors. Whoever adds something for visitors adds it here; what is added to
 * the portal comes by itself. A test looks in all of it for the names of groups, tags, segments and triggers (E1).
 */
export const PARTNER_VIEWS: readonly PartnerView[] = [
  { name: 'the redirect of a link', read: visit(({ link }) => `/${link}`) },
  {
    name: 'a link that a social network looks at',
    read: visit(({ link }) => `/${link}`, { 'user-agent': 'facebookexternalhit/1.1' }),
  },
  { name: 'the mails that were sent', read: visit(() => '/_local/mail') },
  { name: 'the page of a join link', read: visit(({ join }) => `/v2/public/join/${join}`) },
  { name: 'the look of the program', read: visit(({ forms }) => `/v2/public/programs/${forms}/look`) },
  ...(['application', 'lead', 'deal'] as const).flatMap((kind): readonly PartnerView[] => [
    { name: `the public form for ${kind}s`, read: visit(({ forms }) => `/v2/public/forms/${forms}/${kind}`) },
    { name: `the page of the form for ${kind}s`, read: visit(({ forms }) => `/v2/public/forms/${forms}/${kind}/page`) },
  ]),
  ...PORTAL_VIEWS,
];
