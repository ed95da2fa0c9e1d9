type NameIn<Segment extends string> = Segment extends `:${infer Name}` ? Name : never;
type NamesIn<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? NameIn<Head> | NamesIn<Tail>
  : NameIn<Path>;
/** What a pattern such as `/:partner/links` finds. */
export type Found<Path extends string> = { readonly [Name in NamesIn<Path>]: string };

const isFound = <Path extends string>(
  found: Readonly<Record<string, string>>,
  names: readonly string[],
): found is Found<Path> => names.every((name) => found[name] !== undefined);

/** What a path has at the named places of a pattern; undefined when it does not fit. */
export const match = <Path extends string>(pattern: Path, path: string): Found<Path> | undefined => {
  const wanted = pattern.split('/').filter((each) => each !== '');
  const given = path.split('/').filter((each) => each !== '');
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = decodeURIComponent(given[at] ?? '');
    if (segment.startsWith(':')) found[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  const names = wanted.filter((segment) => segment.startsWith(':')).map((segment) => segment.slice(1));
  return isFound<Path>(found, names) ? found : undefined;
};
