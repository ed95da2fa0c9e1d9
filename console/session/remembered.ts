/** What a person has chosen in this browser. Nothing that lets anybody in is kept here. */
type Choice = 'theme' | 'language' | 'program' | 'partnership' | 'home' | `columns.${string}` | `sidebar.${string}`;

/** A choice of earlier; undefined when there is none, or when the browser keeps nothing. */
export const remembered = (choice: Choice): string | undefined => {
  try {
    return localStorage.getItem(`fairshare.${choice}`) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Keeps a choice, or forgets it. */
export const remember = (choice: Choice, value: string | undefined): void => {
  try {
    if (value === undefined) localStorage.removeItem(`fairshare.${choice}`);
    else localStorage.setItem(`fairshare.${choice}`, value);
  } catch {
    // A browser that keeps nothing shows what everybody sees first.
  }
};
