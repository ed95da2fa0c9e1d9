import fc from 'fast-check';
import { link, openTracking, visitEvent } from './setting.ts';

/** Ways to talk a redirector into another target: paths, queries and headers that a visitor can send. */
const PATHS = [
  '/anna?url=https://evil.example',
  '/anna?url=//evil.example',
  '/anna?redirect=https://evil.example',
  '/anna?next=javascript:alert(1)',
  '/anna?fs_click=forged&fs_click=twice',
  '/anna//evil.example',
  '/anna/https://evil.example',
  '/anna/..//evil.example',
  '/anna/%2e%2e/evil.example',
  '/anna%2f%2fevil.example',
  '/anna%0d%0aLocation:%20https://evil.example',
  '/anna%0aSet-Cookie:%20a=b',
  '/anna\r\nLocation: https://evil.example',
  '/anna\\evil.example',
  '/anna;evil.example',
  '/anna@evil.example',
  '/anna#@evil.example',
  '//evil.example/anna',
  '///evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '/https://evil.example',
  '/https:evil.example',
  '/javascript:alert(1)',
  '/data:text/html,x',
  '/%5cevil.example',
  '/%09//evil.example',
  '/.evil.example',
  '/anna\u0000evil',
  '/anna\u2028evil',
  '/ANNA?URL=//evil.example',
  '/anna?utm_source=%0d%0aLocation:%20evil',
] as const;

const HEADERS: readonly Record<string, string>[] = [
  { host: 'evil.example' },
  { host: 'go.example@evil.example' },
  { 'x-forwarded-host': 'evil.example' },
  { 'x-forwarded-proto': 'javascript' },
  { 'x-original-url': '//evil.example' },
  { 'x-rewrite-url': 'https://evil.example' },
  { forwarded: 'host=evil.example' },
  { referer: 'https://evil.example/' },
  { origin: 'https://evil.example' },
  { cookie: 'fs_click=https://evil.example' },
  { 'user-agent': 'Mozilla/5.0 \r\nLocation: https://evil.example' },
  { 'x-forwarded-for': '192.0.2.1\r\nLocation: https://evil.example, 192.0.2.2' },
];

/** The answer is a redirect to the stored host, or it is no redirect at all. */
const leadsOnlyToTheShop = (answer: { statusCode: number; headers: Readonly<Record<string, string>> }): void => {
  for (const [name, value] of Object.entries(answer.headers)) {
    expect(`${name}: ${value}`).toMatch(/^[\x20-\x7e]+$/);
  }
  const { location } = answer.headers;
  if (answer.statusCode === 302) {
    const url = new URL(location ?? '');
    expect([url.protocol, url.host, url.pathname]).toEqual(['https:', 'shop.example', '/start']);
    expect(url.searchParams.getAll('fs_click')).toHaveLength(1);
  } else {
    expect(answer.statusCode).toBe(404);
    expect(location).toBeUndefined();
  }
};

describe('A redirect leads to the stored destination only', () => {
  it.each(PATHS)('when the path is %j', async (text) => {
    const [path = '', query = ''] = text.split('?');
    const { serve } = openTracking();
    leadsOnlyToTheShop(await serve({ ...visitEvent(path), rawQueryString: query }));
  });

  it.each(HEADERS)('when the headers are %j', async (headers) => {
    const { serve } = openTracking();
    const answer = await serve(visitEvent('/anna', headers));
    expect(answer.statusCode).toBe(302);
    leadsOnlyToTheShop(answer);
  });

  it('whatever a visitor sends', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom<string>(...PATHS));
    await fc.assert(
      fc.asyncProperty(text, text, text, async (path, query, agent) => {
        const { serve, lines } = openTracking();
        const event = visitEvent(`/${path}`, { 'user-agent': agent, 'x-forwarded-for': query });
        const answer = await serve({ ...event, rawQueryString: query });
        // A crawler may be led on without a click id; the place is the same.
        if (answer.statusCode === 302) expect(new URL(answer.headers['location'] ?? '').host).toBe('shop.example');
        else expect(answer.statusCode).toBe(404);
        for (const line of lines) expect(line.trimEnd()).not.toContain('\n');
      }),
    );
  });

  it('with line breaks and other tricks in the parameters of the link', async () => {
    const parameters = { utm_source: '\r\nLocation: https://evil.example', utm_term: '&fs_click=forged#@evil.example' };
    const { serve } = openTracking({ anna: link({ parameters }) });
    leadsOnlyToTheShop(await serve(visitEvent('/anna')));
  });
});
