import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  type Click,
  encodeClickId,
  judgeVisit,
  parseClickId,
  parseClickIds,
  parseOldVisits,
} from '../../domain/clicks.ts';

const mac = (text: string): string =>
  createHmac('sha256', 'secret').update(text).digest().subarray(0, 16).toString('base64url');

const CLICK: Click = { link: 'link_01', partnership: 'part_02', at: 1_768_478_400_000 };

const clicks: fc.Arbitrary<Click> = fc.record({
  link: fc.stringMatching(/^link_[0-9a-z]{26}$/),
  partnership: fc.stringMatching(/^part_[0-9a-z]{26}$/),
  at: fc.nat({ max: 2 ** 44 }),
});

describe('A click id', () => {
  it('says through which link of whom a visitor came, and when', () => {
    fc.assert(
      fc.property(clicks, (click) => {
        const claim = parseClickId(encodeClickId(click, mac));
        expect(claim?.click).toEqual(click);
        expect(claim?.mac).toBe(mac(claim?.signed ?? ''));
      }),
    );
  });

  it('fits twice into a field of 500 characters and needs no escapes in an address or a cookie', () => {
    fc.assert(
      fc.property(clicks, (click) => {
        const id = encodeClickId(click, mac);
        expect(id.length).toBeLessThanOrEqual(100);
        expect(encodeURIComponent(id)).toBe(id);
        expect(id).toMatch(/^[\w.-]+$/);
      }),
    );
  });

  it('is refused when one character is missing, added or foreign to its form', () => {
    const id = encodeClickId(CLICK, mac);
    for (const wrong of [
      '',
      id.slice(1),
      id.slice(0, -1),
      `${id}a`,
      ` ${id}`,
      `${id}\n`,
      id.replace('.', ','),
      id.replace('.', ''),
    ]) {
      const claim = parseClickId(wrong);
      expect(claim === undefined || claim.mac !== mac(claim.signed)).toBe(true);
    }
  });

  it('may be handed back as the first and the last one, and never more', () => {
    const first = encodeClickId(CLICK, mac);
    const last = encodeClickId({ ...CLICK, at: CLICK.at + 1 }, mac);
    expect(parseClickIds(`${first}~${last}`).map((claim) => claim.click.at)).toEqual([CLICK.at, CLICK.at + 1]);
    expect(parseClickIds(`${first}~nonsense`)).toHaveLength(1);
    expect(parseClickIds(`${first}~${last}~${first}`)).toEqual([]);
  });
});

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';

const visit = (agent: string | undefined, headers: Record<string, string> = {}, method = 'GET') =>
  judgeVisit({
    method,
    headers: { accept: 'text/html,*/*', ...(agent === undefined ? {} : { 'user-agent': agent }), ...headers },
  });

describe('A visit', () => {
  it.each([
    ['Chrome', CHROME],
    ['Safari on a telephone', SAFARI],
    ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    ['the browser inside Facebook', `${SAFARI} [FBAN/FBIOS;FBAV/530.0.0.30.72;FBDV/iPhone16,1]`],
    ['the browser inside Instagram', `${SAFARI} Instagram 400.0.0.20.100 (iPhone16,1; iOS 18_6)`],
    ['the browser inside Pinterest', `${SAFARI} [Pinterest/iOS]`],
    ['the browser inside LinkedIn', `${SAFARI} LinkedInApp`],
    ['the browser inside Snapchat', `${SAFARI} Snapchat/13.40.0.40`],
    [
      'a telephone of the make Cubot',
      'Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    ],
    [
      'Samsung Internet',
      'Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36',
    ],
    ['Edge', `${CHROME} Edg/142.0.0.0`],
    ['Opera', `${CHROME} OPR/120.0.0.0`],
  ])('with %s is a valid click', (_name, agent) => {
    expect(visit(agent)).toBeUndefined();
  });

  it.each([
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Twitterbot/1.0',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'Mozilla/5.0 (compatible; Pinterestbot/1.0; +http://www.pinterest.com/bot.html)',
    'Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
    'Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.social/)',
    'Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)',
    'Iframely/1.3.1 (+https://iframely.com/docs/about)',
  ])('by %s asks for a preview', (agent) => {
    expect(visit(agent)).toBe('preview');
  });

  it.each([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/142.0.0.0 Safari/537.36',
    'curl/8.11.0-DEV',
    'python-requests/2.32.3',
    'Go-http-client/2.0',
    'okhttp/4.12.0 client',
    'Apache-HttpClient/4.5.14 (Java/17.0.9)',
    'Baiduspider+(+http://www.baidu.com/search/spider.htm)',
    'UptimeRobot/2.0 checks',
    'short',
  ])('by %s is a bot', (agent) => {
    expect(visit(agent)).toBe('bot');
  });

  it('without a name, or without saying what it accepts, is a bot', () => {
    expect(visit(undefined)).toBe('bot');
    expect(judgeVisit({ method: 'GET', headers: { 'user-agent': CHROME } })).toBe('bot');
  });

  it.each([
    [{ 'sec-purpose': 'prefetch' }],
    [{ 'sec-purpose': 'prefetch;prerender' }],
    [{ purpose: 'prefetch' }],
    [{ 'x-purpose': 'preview' }],
    [{ 'x-moz': 'prefetch' }],
  ])('that a browser makes ahead of its person is a prefetch: %j', (headers) => {
    expect(visit(CHROME, headers)).toBe('prefetch');
  });

  it.each(['iframe', 'image', 'script', 'empty', 'object'])(
    'made by an element of a page (%s) is embedded',
    (destination) => {
      expect(visit(CHROME, { 'sec-fetch-dest': destination })).toBe('embedded');
      expect(visit(CHROME, { 'sec-fetch-dest': 'document' })).toBeUndefined();
    },
  );

  it('that only looks at the headers is set apart', () => {
    expect(visit(CHROME, {}, 'HEAD')).toBe('head');
  });
});

describe('Visits to old addresses', () => {
  it('are read beside click ids, and nothing else is', () => {
    const at = Date.parse('2026-01-15T12:00:00Z');
    const text = `ref.omar.${at.toString(36)}`;
    expect(parseOldVisits(text)).toEqual([{ token: 'omar', at }]);
    expect(parseOldVisits(`link.part.${at.toString(36)}.${'a'.repeat(22)}~${text}`)).toEqual([{ token: 'omar', at }]);
    for (const other of ['', 'ref', 'ref.omar', 'ref..1', 'ref.a b.1', 'ref.omar.XY', `${text}~${text}~${text}`]) {
      expect(parseOldVisits(other)).toEqual([]);
    }
  });
});
