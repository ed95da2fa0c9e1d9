import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { encodeClickId } from '../../../domain/clicks.ts';
import { SITE_SCRIPT } from '../../../functions/tracking/site-script.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-01-15T12:00:00Z');

const clickId = (daysAgo: number, letter = 'a'): string =>
  encodeClickId({ link: 'link_01', partnership: 'part_01', at: NOW - daysAgo * DAY }, () => letter.repeat(22));

interface Site {
  readonly cookie: string;
  readonly storage: Record<string, string>;
}

/** A page of the merchant's site in a browser that has been there before, as the site left it. */
const visitSite = (
  search: string,
  before: Partial<Site> = {},
  page: {
    readonly days?: string;
    readonly referral?: string;
    readonly storage?: boolean;
    readonly protocol?: string;
  } = {},
) => {
  const jar = new Map(
    (before.cookie ?? '').split('; ').flatMap((pair) => (pair === '' ? [] : [[pair.split('=')[0] ?? '', pair]])),
  );
  const written: string[] = [];
  const storage: Record<string, string> = { ...before.storage };
  const document = {
    get cookie() {
      return [...jar.values()].join('; ');
    },
    set cookie(text: string) {
      written.push(text);
      const [pair = ''] = text.split(';');
      jar.set(pair.split('=')[0] ?? '', pair);
    },
    currentScript: { getAttribute: (name: string) => (name === 'data-days' ? page.days : page.referral) ?? null },
  };
  const localStorage = {
    getItem: (name: string) => storage[name] ?? null,
    setItem: (name: string, value: string) => {
      storage[name] = value;
    },
  };
  const window: Record<string, unknown> = {
    location: { search, protocol: page.protocol ?? 'https:' },
    get localStorage() {
      if (page.storage === false) throw new Error('SecurityError');
      return localStorage;
    },
  };
  const context = createContext({ window, document, URLSearchParams, atob, Date: { now: () => NOW } });
  runInContext(SITE_SCRIPT, context);
  const ask = (what: string): unknown => runInContext(`window.fairshare(${JSON.stringify(what)})`, context);
  return { ask, written, after: { cookie: document.cookie, storage }, globals: Object.keys(window) };
};

describe('The site script', () => {
  it('is smaller than 2 kB, and than 1 kB on its way', () => {
    expect(Buffer.byteLength(SITE_SCRIPT)).toBeLessThan(2048);
    expect(gzipSync(SITE_SCRIPT).length).toBeLessThan(1024);
  });

  it('keeps the click id of the landing page and gives it back on later pages', () => {
    const landing = visitSite(`?x=1&fs_click=${clickId(0)}`);
    expect(landing.ask('clickId')).toBe(clickId(0));
    expect(landing.written).toEqual([`fs_click=${clickId(0)};path=/;max-age=7776000;samesite=lax;secure`]);
    expect(visitSite('', landing.after).ask('clickId')).toBe(clickId(0));
  });

  it('falls back on local storage where cookies are cut short, and on cookies where there is no storage', () => {
    const landing = visitSite(`?fs_click=${clickId(0)}`);
    expect(visitSite('', { storage: landing.after.storage }).ask('clickId')).toBe(clickId(0));
    const without = visitSite(`?fs_click=${clickId(0)}`, {}, { storage: false });
    expect(visitSite('', without.after, { storage: false }).ask('clickId')).toBe(clickId(0));
  });

  it('keeps the first and the last of several clicks', () => {
    const first = visitSite(`?fs_click=${clickId(20)}`);
    const second = visitSite(`?fs_click=${clickId(10)}`, first.after);
    const third = visitSite(`?fs_click=${clickId(0)}`, second.after);
    expect(third.ask('clickId')).toBe(`${clickId(20)}~${clickId(0)}`);
    expect(visitSite(`?fs_click=${clickId(0)}`, third.after).written).toEqual([]);
  });

  it('forgets clicks that are older than the window', () => {
    const old = visitSite(`?fs_click=${clickId(40)}`, {}, { days: '90' });
    expect(visitSite('', old.after, { days: '30' }).ask('clickId')).toBeNull();
    expect(visitSite(`?fs_click=${clickId(91)}`).written).toEqual([]);
  });

  it.each([
    '',
    'x',
    `${clickId(0)};domain=evil`,
    `${clickId(0)}%3Bsecure`,
    `${clickId(0)}~${clickId(1)}`,
    '<script>',
    clickId(0).slice(1),
  ])('keeps nothing that has not the form of a click id: %s', (text) => {
    expect(visitSite(`?fs_click=${encodeURIComponent(text)}`).ask('clickId') ?? '').toMatch(/^(?:|[\w.-]+)$/);
  });

  const kept = (token: string): string => `ref.${token}.${NOW.toString(36)}`;

  it.each([
    ['via', '?via=omar', 'omar'],
    ['fpr', '?utm_source=x&fpr=nina7', 'nina7'],
    ['ps_partner_key', `?ps_partner_key=${encodeURIComponent(btoa('ninaroos'))}`, 'bmluYXJvb3M'],
    ['gspk', `?gspk=${btoa('nina-r')}`, 'bmluYS1y'],
  ])('keeps a visit with an old address whose parameter it was told, %s', (referral, search, token) => {
    const landing = visitSite(search, {}, { referral });
    expect(landing.ask('clickId')).toBe(kept(token));
    expect(visitSite('', landing.after).ask('clickId')).toBe(kept(token));
  });

  it('knows no old addresses unless it is told, and a click of ours goes before them', () => {
    expect(visitSite('?via=omar').ask('clickId')).toBeNull();
    expect(visitSite(`?via=omar&fs_click=${clickId(0)}`, {}, { referral: 'via' }).ask('clickId')).toBe(clickId(0));
    expect(visitSite('?via=a%3Bdomain%3Devil', {}, { referral: 'via' }).ask('clickId')).toBeNull();
  });

  it('answers nothing else and adds one name to the page', () => {
    const page = visitSite(`?fs_click=${clickId(0)}`, {}, { protocol: 'http:' });
    expect(page.ask('anything')).toBeNull();
    expect(page.globals.sort()).toEqual(['fairshare', 'localStorage', 'location']);
    expect(page.written.join('')).not.toContain('secure');
  });
});
