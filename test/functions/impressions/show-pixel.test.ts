import { DEFAULT_HOST } from '../../../domain/links.ts';
import { showPixel } from '../../../functions/impressions/show-pixel.ts';
import type { TrackedLink } from '../../../functions/shared/link-reader.ts';
import { MovableClock } from '../shared/fakes/clock.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { CHROME, link, visitEvent } from '../tracking/setting.ts';

const BANNER = 'crt_01kf0000000000000000000000';

const open = (links: Readonly<Record<string, TrackedLink>> = { anna: link() }) => {
  const lines: string[] = [];
  const log = new KeptLog();
  const serve = showPixel({
    links: {
      find: async (host, slug) => {
        const name = host === DEFAULT_HOST ? slug : `${host}/${slug}`;
        if (name === 'broken') throw new Error('The table cannot be reached.');
        return Object.hasOwn(links, name) ? links[name] : undefined;
      },
    },
    clock: new MovableClock(),
    log,
    write: (line) => lines.push(line),
  });
  const ask = async (query: string, headers: Record<string, string> = {}, creative = BANNER) => {
    const event = { ...visitEvent(`/v2/public/creatives/${creative}/pixel`, headers), rawQueryString: query };
    return serve(event);
  };
  return { ask, log, seen: () => lines.map((line) => JSON.parse(line).impression) };
};

const IMAGE = { accept: 'image/avif,*/*', 'sec-fetch-dest': 'image' };

describe('The pixel of a banner', () => {
  it('is a picture that nobody keeps, and leaves one line behind that says nothing of who saw it', async () => {
    const { ask, seen } = open();
    const answer = await ask('link=anna', IMAGE);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'image/gif', 'cache-control': 'no-store' },
    });
    expect(Buffer.from(answer.body, 'base64').subarray(0, 6).toString()).toBe('GIF89a');
    expect(JSON.stringify(answer)).not.toMatch(/cookie/i);
    expect(seen()).toEqual([
      { creative: BANNER, link: 'link_01', program: 'prog_01', partnership: 'part_01', at: expect.any(Number) },
    ]);
  });

  it.each([
    ['bot', { 'user-agent': 'curl/8.1.0 is a program' }],
    ['preview', { 'user-agent': 'facebookexternalhit/1.1' }],
    ['prefetch', { ...IMAGE, 'sec-purpose': 'prefetch', 'user-agent': CHROME }],
  ])('is counted apart as %s', async (apart, headers) => {
    const { ask, seen } = open();
    await ask('link=anna', headers);
    expect(seen()).toMatchObject([{ apart }]);
  });

  it('is counted apart where the link counts for nobody any more', async () => {
    const { ask, seen } = open({ anna: link({ counts: false }) });
    await ask('link=anna', IMAGE);
    expect(seen()).toMatchObject([{ apart: 'inactive' }]);
  });

  it('knows links on hosts of the merchant', async () => {
    const { ask, seen } = open({ 'go.acme.example.com/anna': link({ key: 'link_own' }) });
    await ask('link=go.acme.example.com%2Fanna', IMAGE);
    expect(seen()).toMatchObject([{ link: 'link_own' }]);
  });

  it.each(['', 'link=', 'link=nobody', 'link=%00', 'link=a/b/c/d', 'link=localhost/anna', 'other=anna'])(
    'is a picture and nothing else when it is asked with %j',
    async (query) => {
      const { ask, seen } = open();
      expect((await ask(query, IMAGE)).statusCode).toBe(200);
      expect(seen()).toEqual([]);
    },
  );

  it('counts nothing for what is no key of a banner', async () => {
    const { ask, seen } = open();
    await ask('link=anna', IMAGE, 'crt_x"}}');
    expect(seen()).toEqual([]);
  });

  it('is a picture too while the table cannot be reached', async () => {
    const { ask, log } = open();
    expect((await ask('link=broken', IMAGE)).statusCode).toBe(200);
    expect(log.lines).toHaveLength(1);
  });
});
