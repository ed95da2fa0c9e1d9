/** What two deals may have in common. */
export interface Registered {
  readonly contact_email?: string | undefined;
  readonly account_name?: string | undefined;
  /** The merchant's or the partner's own id of the account, where they have one in common. */
  readonly account_key?: string | undefined;
}

/** Whoever has a mailbox there says nothing about its employer. */
const PUBLIC_MAIL: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com', 'yahoo.com', 'ymail.com', 'hotmail.com', 'outlook.com', 'live.com', 'msn.com'],
  ...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'gmx.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de'],
  ...['proton.me', 'protonmail.com', 'mail.com', 'zoho.com', 'yandex.com', 'yandex.ru', 'mail.ru', 'qq.com', '163.com'],
  ...['126.com', 'orange.fr', 'free.fr', 'laposte.net', 'libero.it', 'btinternet.com', 'comcast.net', 'fastmail.com'],
]);

/** Legal forms are left out of the names of accounts: `Acme Ltd.` is `ACME`. */
const LEGAL_FORMS: ReadonlySet<string> = new Set([
  ...['ltd', 'limited', 'inc', 'incorporated', 'llc', 'llp', 'plc', 'corp', 'corporation', 'co', 'company', 'gmbh'],
  ...[
    'ag',
    'kg',
    'ug',
    'mbh',
    'se',
    'sa',
    'sas',
    'sarl',
    'srl',
    'spa',
    'bv',
    'nv',
    'ab',
    'as',
    'oy',
    'aps',
    'pty',
    'pte',
  ],
]);

const wordsOf = (name: string): readonly string[] =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    // Dots belong to abbreviations: `S.A.` is `SA`.
    .replace(/[.'’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** The name of an account as it is compared; a name of nothing but a legal form stays as it is. */
export const normalisedName = (name: string): string => {
  const words = wordsOf(name);
  const telling = words.filter((word) => !LEGAL_FORMS.has(word));
  return (telling.length === 0 ? words : telling).join(' ');
};

const domainOf = (email: string): string | undefined => {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return PUBLIC_MAIL.has(domain) ? undefined : domain;
};

/** The signs by which a deal is recognised when somebody registers it again: one in common is enough. */
export const signsOf = ({
  contact_email: email,
  account_name: name,
  account_key: key,
}: Registered): readonly string[] => {
  const domain = email === undefined ? undefined : domainOf(email);
  const account = name === undefined ? '' : normalisedName(name);
  return [
    ...(email === undefined ? [] : [`email:${email.toLowerCase()}`]),
    ...(domain === undefined ? [] : [`domain:${domain}`]),
    ...(account === '' ? [] : [`account:${account}`]),
    ...(key === undefined ? [] : [`key:${key}`]),
  ];
};
