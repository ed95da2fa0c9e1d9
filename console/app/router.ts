import { signal } from '@preact/signals';

/** Where somebody is in this page of the site. */
export interface Place {
  /** Below the page's folder, from its slash on: `/partners/part_1`. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The folder of the page: `/console`. */
let base = '';
/** Whether leaving is all right; what is not saved asks first. */
let mayLeave: (() => Promise<boolean>) | undefined;
/** The address that is shown, to come back to when somebody stays. */
let shown = '';
let index = 0;

const read = (): Place => ({
  path: location.pathname.slice(base.length) || '/',
  query: new URLSearchParams(location.search),
});

/** Where somebody is. */
export const place = signal<Place>({ path: '/', query: new URLSearchParams() });
/** Counts what was gone to, so that the page can take the focus. Going to another page of a list is no new place. */
export const arrivals = signal(0);

/** The address of a path of this page of the site. */
export const href = (path: string): string => base + path;

interface Kept {
  readonly index?: number;
  readonly scroll?: number;
}

const keptState = (): Kept => {
  const state: Kept | null = history.state;
  return state ?? {};
};

const keepScroll = (): void => history.replaceState({ ...keptState(), scroll: window.scrollY }, '');

const RESTORE_MS = 3000;

/** Goes to a position as soon as the page is long enough for it, since lists come later than their page. */
const restoreScroll = (to: number): void => {
  const end = performance.now() + RESTORE_MS;
  const attempt = (): void => {
    window.scrollTo(0, to);
    if (Math.abs(window.scrollY - to) > 2 && performance.now() < end) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
};

/** Goes to where this entry of the history was left. */
export const restoreKept = (): void => {
  const { scroll = 0 } = keptState();
  if (scroll > 0) restoreScroll(scroll);
};

const arrive = (): void => {
  const before = place.value.path;
  place.value = read();
  shown = location.href;
  index = keptState().index ?? 0;
  if (place.value.path !== before) arrivals.value += 1;
};

/** Goes to a path of this page. `replace` puts it in the place of the one that is shown. */
export const go = async (path: string, replace = false): Promise<void> => {
  const target = new URL(href(path), location.href);
  const elsewhere = target.pathname !== location.pathname;
  if (elsewhere && mayLeave !== undefined && !(await mayLeave())) return;
  if (elsewhere) mayLeave = undefined;
  keepScroll();
  if (replace) history.replaceState({ index }, '', target);
  else history.pushState({ index: index + 1 }, '', target);
  arrive();
  if (elsewhere) window.scrollTo(0, 0);
};

/** Changes the query of what is shown: filters and pages of lists. */
export const changeQuery = (changes: Readonly<Record<string, string | undefined>>, replace = false): Promise<void> => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return go(place.value.path + (text === '' ? '' : `?${text}`), replace);
};

/** Asks before somebody leaves; undefined asks nothing. */
export const guardLeaving = (guard: (() => Promise<boolean>) | undefined): void => {
  mayLeave = guard;
};

const returned = async (): Promise<void> => {
  const target = location.href;
  const steps = (keptState().index ?? 0) - index;
  if (mayLeave !== undefined && new URL(target).pathname !== new URL(shown).pathname) {
    const guard = mayLeave;
    mayLeave = undefined;
    history.go(-steps);
    if (!(await guard())) {
      mayLeave = guard;
      return;
    }
    history.go(steps);
    return;
  }
  arrive();
  restoreScroll(keptState().scroll ?? 0);
};

/** A click on a link of this page changes what is shown; every other click does what it does. */
const clicked = (event: MouseEvent): void => {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (anchor === null || anchor.target !== '' || anchor.hasAttribute('download')) return;
  const target = new URL(anchor.href, location.href);
  if (target.origin !== location.origin || !target.pathname.startsWith(`${base}/`)) return;
  if (target.hash !== '' && target.pathname === location.pathname) return;
  event.preventDefault();
  void go(target.pathname.slice(base.length) + target.search);
};

/** Begins to follow links below a folder of the site. */
export const startRouter = (folder: string): void => {
  base = folder;
  history.scrollRestoration = 'manual';
  index = keptState().index ?? 0;
  place.value = read();
  shown = location.href;
  document.addEventListener('click', clicked);
  addEventListener('popstate', () => void returned());
  addEventListener('pagehide', keepScroll);
  addEventListener('beforeunload', (event) => {
    if (mayLeave !== undefined) event.preventDefault();
  });
};
