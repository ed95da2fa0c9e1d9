/** E-mail addresses in a text that somebody has pasted, each once, and what is none. */
export interface Addresses {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const ADDRESS = /^[^\s@"<>(),;:\\[\]]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/iu;

/** The address in `Anna Ashe <anna@partners.example>`, or the whole. */
const bare = (text: string): string => /<([^<>]+)>\s*$/.exec(text)?.[1]?.trim() ?? text;

/** Reads addresses, one on a line or separated by commas or semicolons. */
export const addressesIn = (text: string): Addresses => {
  const given = text
    .split(/[\n,;]/)
    .map((each) => bare(each.trim()))
    .filter((each) => each !== '');
  const once = given.filter(
    (each, at) => given.findIndex((other) => other.toLowerCase() === each.toLowerCase()) === at,
  );
  return { good: once.filter((each) => ADDRESS.test(each)), bad: once.filter((each) => !ADDRESS.test(each)) };
};
