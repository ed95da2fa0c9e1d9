/**
 * What somebody has typed and not saved, over a login that came in between. It is kept in the tab's session storage only
 * while the person is at the login, and taken out once. Forms ask for it by name; none with passwords, tokens or
 * payment details does.
 */

interface Draft {
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly kept_at: number;
  readonly values: unknown;
}

/** A form whose values are to be kept. */
interface Unsaved {
  /** Whose values they are: person and program. */
  readonly owner: string;
  readonly values: unknown;
}

const PREFIX = 'draft.';
const GOOD_FOR_MS = 30 * 60_000;

const unsaved = new Map<string, () => Unsaved>();

const keyOf = (name: string): string => `${PREFIX}${location.pathname}#${name}`;

/** Marks the values of a form as not saved; call what is answered once they are. */
export const holdUnsaved = (name: string, valuesNow: () => Unsaved): (() => void) => {
  const key = keyOf(name);
  unsaved.set(key, valuesNow);
  return () => {
    if (unsaved.get(key) === valuesNow) unsaved.delete(key);
  };
};

/** Keeps what is not saved, before the page is left for the login. */
export const keepUnsaved = (now = Date.now()): void => {
  for (const [key, valuesNow] of unsaved) {
    const draft: Draft = { ...valuesNow(), kept_at: now };
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // A browser that keeps nothing, or has no room, loses what was typed as it would have before.
      return;
    }
  }
};

/** What was kept of a form on this page for this person in this program: once, and not for long. */
export const takeKept = (name: string, owner: string, now = Date.now()): unknown => {
  const key = keyOf(name);
  const kept = sessionStorage.getItem(key);
  if (kept === null) return undefined;
  sessionStorage.removeItem(key);
  const draft: Draft = JSON.parse(kept);
  return draft.owner === owner && now - draft.kept_at < GOOD_FOR_MS ? draft.values : undefined;
};
