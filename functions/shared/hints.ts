/** Which partnerships something belonged to when last seen: only a guess that saves a round trip when it is right. */
export interface Hints {
  get(name: string): readonly string[];
  set(name: string, partnerships: readonly string[]): void;
}

const MOST_HINTS = 20_000;

export const openHints = (): Hints => {
  const known = new Map<string, readonly string[]>();
  return {
    get: (name) => known.get(name) ?? [],
    set(name, partnerships) {
      known.set(name, partnerships);
      if (known.size > MOST_HINTS) known.delete(known.keys().next().value ?? name);
    },
  };
};

/** Where the owner of a partner's name is noted. */
export const partnerName = (program: string, name: string): string => `partner ${program}#${name}`;
