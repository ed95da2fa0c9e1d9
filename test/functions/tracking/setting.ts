import { DEFAULT_HOST } from '../../../domain/links.ts';
import { openClickIds } from '../../../functions/shared/click-ids.ts';
import type { HttpEvent } from '../../../functions/shared/http.ts';
import type { PreviewCard, TrackedLink } from '../../../functions/shared/link-reader.ts';
import { track } from '../../../functions/tracking/track.ts';
import { MovableClock } from '../shared/fakes/clock.ts';
import { KeptLog } from '../shared/fakes/edge.ts';

export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
export const CRAWLER = 'Twitterbot/1.0';

export const link = (changes: Partial<TrackedLink> = {}): TrackedLink => ({
  key: 'link_01',
  program: 'prog_01',
  partnership: 'part_01',
  destination: 'https://shop.example/start?a=1#top',
  group: 'grp_01',
  parameters: { utm_source: 'anna' },
  preview: { title: undefined, description: undefined, image: undefined },
  counts: true,
  windowDays: 90,
  ...changes,
});

export const visitEvent = (path: string, headers: Record<string, string> = {}, method = 'GET'): HttpEvent => ({
  rawPath: path,
  rawQueryString: '',
  headers: { accept: 'text/html', 'user-agent': CHROME, ...headers },
  requestContext: { requestId: 'request-1', http: { method, sourceIp: '192.0.2.7' } },
  isBase64Encoded: false,
});

/** Tracking with one link called `anna`, unless told otherwise; what it writes is kept. */
export const openTracking = (
  links: Readonly<Record<string, TrackedLink>> = { anna: link() },
  publicUrl = 'https://go.example',
  social: Partial<PreviewCard> = {},
) => {
  const lines: string[] = [];
  const clock = new MovableClock();
  const log = new KeptLog();
  const clickIds = openClickIds('secret');
  const serve = track({
    links: {
      find: async (host, slug) => {
        const name = host === DEFAULT_HOST ? slug : `${host}/${slug}`;
        return Object.hasOwn(links, name) ? links[name] : undefined;
      },
      card: async ({ preview }) =>
        preview.title === undefined ? undefined : { ...social, ...preview, title: preview.title },
    },
    clickIds: async () => clickIds,
    clock,
    log,
    write: (line) => lines.push(line),
    publicUrl,
    ownHosts: ['go.example', 'd1.cloudfront.example'],
  });
  return { serve, lines, clock, log, clickIds, clicks: () => lines.map((line) => JSON.parse(line).click) };
};
