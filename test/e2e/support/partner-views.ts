/** What is needed to look at something as a partner or a visitor does. */
export interface Viewing {
  readonly url: string;
  /** The slug of a link of the partner. */
  readonly link: string;
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

/**
 * Everything that is made for partners and visitors. Whoever adds something for them adds it here: a test looks in all
 * of it for the names of groups, tags, segments and triggers (E1).
 */
export const PARTNER_VIEWS: readonly PartnerView[] = [
  { name: 'the redirect of a link', read: visit(({ link }) => `/${link}`) },
  {
    name: 'a link that a social network looks at',
    read: visit(({ link }) => `/${link}`, { 'user-agent': 'facebookexternalhit/1.1' }),
  },
  { name: 'the mails that were sent', read: visit(() => '/_local/mail') },
];
