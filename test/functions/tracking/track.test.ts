import { track } from '../../../functions/tracking/track.ts';
import { CHROME, CRAWLER, link, openTracking, visitEvent } from './setting.ts';

const get = (text: string | undefined, name: string) => new URL(text ?? '').searchParams.get(name);

describe('A visitor of a link', () => {
  it('is sent to the stored destination with the parameters of the link and a click id that is ours', async () => {
    const { serve, clickIds, clock } = openTracking();
    const answer = await serve(visitEvent('/anna'));
    const { location } = answer.headers;
    expect(answer.statusCode).toBe(302);
    expect(location).toMatch(/^https:\/\/shop\.example\/start\?a=1&utm_source=anna&fs_click=[\w.-]+#top$/);
    expect(clickIds.read(get(location, 'fs_click') ?? '')).toEqual([
      { link: 'link_01', partnership: 'part_01', at: clock.now() },
    ]);
  });

  it('gets these headers and this cookie, and nothing else', async () => {
    const { serve } = openTracking();
    expect(await serve(visitEvent('/anna'))).toMatchInlineSnapshot(`
{
  "body": "",
  "cookies": [
    "fs_click=link_01.part_01.mkfedmo0.I4FdXz6WXzX_XNiD4ofYOw; Max-Age=7776000; Path=/; HttpOnly; SameSite=Lax; Secure",
  ],
  "headers": {
    "cache-control": "no-store",
    "location": "https://shop.example/start?a=1&utm_source=anna&fs_click=link_01.part_01.mkfedmo0.I4FdXz6WXzX_XNiD4ofYOw#top",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  },
  "statusCode": 302,
}
`);
  });

  it('of a stack without HTTPS gets a cookie that its browser keeps', async () => {
    const { serve } = openTracking({ anna: link({ windowDays: 30 }) }, 'http://127.0.0.1:4000');
    const [cookie = ''] = (await serve(visitEvent('/anna'))).cookies ?? [];
    expect(cookie.split('; ').slice(1)).toEqual(['Max-Age=2592000', 'Path=/', 'HttpOnly', 'SameSite=Lax']);
  });

  it('is of the instant at which the request reached the gateway, as what follows from it is', async () => {
    const { serve, clicks, clickIds } = openTracking();
    const event = visitEvent('/anna');
    const timeEpoch = Date.parse('2011-05-04T09:30:00Z');
    const page = await serve({ ...event, requestContext: { ...event.requestContext, timeEpoch } });
    expect(clicks()).toMatchObject([{ at: timeEpoch }]);
    const given = new URL(page.headers['location'] ?? '').searchParams.get('fs_click') ?? '';
    expect(clickIds.read(given)).toMatchObject([{ at: timeEpoch }]);
  });

  it('leaves one line with no address and no browser in it', async () => {
    const { serve, lines, clock } = openTracking();
    await serve(visitEvent('/Anna/'));
    expect(lines).toHaveLength(1);
    const [line = ''] = lines;
    expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1).toBe(true);
    expect(JSON.parse(line)).toEqual({
      click: {
        link: 'link_01',
        program: 'prog_01',
        partnership: 'part_01',
        at: clock.now(),
        visitor: expect.stringMatching(/^[\w-]{16}$/),
      },
    });
    expect(line).not.toContain('192.0.2.7');
    expect(line).not.toContain('Chrome');
  });

  it('says by which creative he came, and is led on as without it', async () => {
    const { serve, clicks } = openTracking();
    const creative = `crt_${'0'.repeat(26)}`;
    const visit = (rawQueryString: string) => serve({ ...visitEvent('/anna'), rawQueryString });
    const plain = await visit('');
    const named = await visit(`utm_source=mail&creative=${creative}`);
    await visit('creative=crt_short');
    expect(named).toEqual(plain);
    expect(clicks().map((click) => click.creative)).toEqual([undefined, creative, undefined]);
  });

  it('behind the CDN is told apart by the own address, not by that of the CDN', async () => {
    const { serve, clicks } = openTracking();
    await serve(visitEvent('/anna', { 'x-forwarded-for': '198.51.100.1, 192.0.2.7' }));
    await serve(visitEvent('/anna', { 'x-forwarded-for': '198.51.100.2, 192.0.2.7' }));
    await serve(visitEvent('/anna', { 'x-forwarded-for': '198.51.100.1, 192.0.2.8' }));
    const [a, b, c] = clicks().map((click) => click.visitor);
    expect(a).not.toBe(b);
    expect(a).toBe(c);
  });
});

describe('A visit that is no valid click', () => {
  it.each([
    ['bot', { 'user-agent': 'python-requests/2.32.3' }, 'GET', true],
    ['prefetch', { 'sec-purpose': 'prefetch' }, 'GET', true],
    ['embedded', { 'sec-fetch-dest': 'iframe' }, 'GET', false],
    ['preview', { 'user-agent': CRAWLER }, 'GET', false],
    ['head', {}, 'HEAD', false],
  ] as const)('is recorded as %s and still led on', async (reason, headers, method, given) => {
    const { serve, clicks } = openTracking();
    const answer = await serve(visitEvent('/anna', headers, method));
    expect(answer.statusCode).toBe(302);
    expect(clicks()).toMatchObject([{ link: 'link_01', apart: reason }]);
    expect(get(answer.headers['location'], 'fs_click') !== null).toBe(given);
    expect((answer.cookies ?? []).length > 0).toBe(given);
  });

  it('through a link whose partnership is inactive leads on without a click id', async () => {
    const { serve, clicks } = openTracking({ anna: link({ counts: false }) });
    const answer = await serve(visitEvent('/anna'));
    expect(answer.headers['location']).toBe('https://shop.example/start?a=1&utm_source=anna#top');
    expect(answer.cookies).toBeUndefined();
    expect(clicks()).toMatchObject([{ apart: 'inactive' }]);
  });
});

describe('A social network that looks at a pasted link', () => {
  const card = {
    title: `Anna's "best" <script>alert(1)</script> & more`,
    description: '"><img src=x onerror=alert(1)>\r\nX-Evil: 1',
    image: 'https://shop.example/card.png?a="b"',
  };

  it('sees a page with the title, description and image, in which nothing can run', async () => {
    const { serve, clicks } = openTracking({ anna: link({ preview: card }) });
    const answer = await serve(visitEvent('/anna', { 'user-agent': CRAWLER }));
    expect(answer).toMatchInlineSnapshot(`
{
  "body": "<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Anna&#39;s &quot;best&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; more</title><meta name="description" content="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;
X-Evil: 1"><meta property="og:type" content="website"><meta property="og:url" content="https://go.example/anna"><meta property="og:title" content="Anna&#39;s &quot;best&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; more"><meta property="og:description" content="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;
X-Evil: 1"><meta property="og:image" content="https://shop.example/card.png?a=&quot;b&quot;"><meta name="twitter:card" content="summary_large_image"><meta name="twitter:title" content="Anna&#39;s &quot;best&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; more"><meta name="twitter:description" content="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;
X-Evil: 1"><meta name="twitter:image" content="https://shop.example/card.png?a=&quot;b&quot;"></head><body><p><a rel="nofollow" href="https://shop.example/start?a=1&amp;utm_source=anna#top">Anna&#39;s &quot;best&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp; more</a></p></body></html>
",
  "headers": {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  },
  "statusCode": 200,
}
`);
    expect(answer.body).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    expect(answer.body.match(/<(?!\/)[a-z]+/g)).toEqual(
      expect.arrayContaining(['<html', '<head', '<meta', '<title', '<body', '<p', '<a']),
    );
    expect(clicks()).toMatchObject([{ apart: 'preview' }]);
  });

  it('is shown no image from anything but the web', async () => {
    const { serve } = openTracking({ anna: link({ preview: { ...card, image: 'javascript:alert(1)' } }) });
    expect((await serve(visitEvent('/anna', { 'user-agent': CRAWLER }))).body).not.toContain('javascript:');
  });

  it('is sent to the destination where the link has no preview of its own', async () => {
    const { serve } = openTracking();
    const answer = await serve(visitEvent('/anna', { 'user-agent': CRAWLER }));
    expect(answer.headers['location']).toBe('https://shop.example/start?a=1&utm_source=anna#top');
  });
});

describe('An address that leads nowhere', () => {
  it.each([
    '/nobody',
    '/',
    '/a',
    '/anna/more',
    '//anna',
    '/anna.php',
    '/__proto__',
    '/constructor',
    '/%61nna',
    '/v2',
    `/${'x'.repeat(80)}`,
  ])('gets the same answer as any other one: %s', async (path) => {
    const { serve, lines } = openTracking();
    const answer = await serve(visitEvent(path));
    expect(answer).toEqual(await serve(visitEvent('/neverheardof')));
    expect(answer.statusCode).toBe(404);
    expect(answer.cookies).toBeUndefined();
    expect(lines).toEqual([]);
  });

  it('is answered by a small page that may load nothing', async () => {
    const { serve } = openTracking();
    expect(await serve(visitEvent('/nobody'))).toMatchInlineSnapshot(`
{
  "body": "<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Nothing here</title></head><body><h1>Nothing here</h1><p>This link leads nowhere. It may be mistyped.</p></body></html>
",
  "headers": {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
  },
  "statusCode": 404,
}
`);
  });
});

describe('When the table cannot be reached', () => {
  it('the visitor is asked to try again, and the reason stands in the log without the address', async () => {
    const { log, clock } = openTracking();
    const serve = track({
      links: {
        find: async () => Promise.reject(new Error('dynamodb answered GetItem with 500.')),
        card: async () => undefined,
      },
      clickIds: async () => Promise.reject(new Error('no secret')),
      clock,
      log,
      write: () => undefined,
      publicUrl: 'https://go.example',
      ownHosts: [],
    });
    const answer = await serve(visitEvent('/anna'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(log.lines.join('')).toContain('GetItem');
    expect(log.lines.join('')).not.toContain(CHROME);
  });
});

describe('The site script', () => {
  it('may be kept for an hour and be loaded by any site', async () => {
    const { serve, lines } = openTracking();
    const { body, ...answer } = await serve(visitEvent('/t.js'));
    expect(answer).toMatchInlineSnapshot(`
{
  "headers": {
    "cache-control": "public, max-age=3600",
    "content-type": "text/javascript; charset=utf-8",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
  },
  "statusCode": 200,
}
`);
    expect(body.length).toBeLessThan(2048);
    expect(lines).toEqual([]);
  });
});
