import { judgeVisit } from '../../domain/clicks.ts';
import { DEFAULT_HOST, linkHostOf, slugOfPath } from '../../domain/links.ts';
import type { Clock } from '../shared/clock.ts';
import type { HttpEvent } from '../shared/http.ts';
import type { LinkReader } from '../shared/link-reader.ts';
import { describeError, type Log } from '../shared/log.ts';

export interface PixelDeps {
  readonly links: Pick<LinkReader, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Writes one line; the recorder of impressions reads it from the log. */
  readonly write: (line: string) => void;
}

/** One transparent pixel. Browsers must ask each time, or it would be counted once. */
const PIXEL = {
  statusCode: 200,
  headers: {
    'content-type': 'image/gif',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  },
  body: 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  isBase64Encoded: true,
} as const;

const CREATIVE = /^\/v2\/public\/creatives\/(crt_[0-9a-z]{26})\/pixel$/;

/** The link that a pixel names: a slug, with a host before it when it is one of the merchant's. */
const linkIn = (query: string): { readonly host: string; readonly slug: string } | undefined => {
  const [name = '', host = ''] = (new URLSearchParams(query).get('link') ?? '').split('/', 2).toReversed();
  const slug = slugOfPath(`/${name}`);
  const known = host === '' ? DEFAULT_HOST : linkHostOf(host);
  return slug === undefined || known === undefined ? undefined : { host: known, slug };
};

/** A pixel is embedded by nature; what speaks against a click for that does not speak against an impression. */
const apartOf = (event: HttpEvent, counts: boolean) =>
  judgeVisit({
    method: event.requestContext.http.method,
    headers: { ...event.headers, 'sec-fetch-dest': undefined },
  }) ?? (counts ? undefined : 'inactive');

const note = async (deps: PixelDeps, event: HttpEvent): Promise<void> => {
  const creative = CREATIVE.exec(event.rawPath)?.[1];
  const named = linkIn(event.rawQueryString);
  if (creative === undefined || named === undefined) return;
  const link = await deps.links.find(named.host, named.slug);
  if (link === undefined) return;
  const { key, program, partnership } = link;
  const impression = {
    creative,
    link: key,
    program,
    partnership,
    at: deps.clock.now(),
    apart: apartOf(event, link.counts),
  };
  deps.write(`${JSON.stringify({ impression })}\n`);
};

/**
 * Answers with a pixel, whatever it is asked with, and writes the impression as one line: whoever looks at the page
 * waits for nothing, gets no cookie, and is not remembered.
 */
export const showPixel =
  (deps: PixelDeps) =>
  async (event: HttpEvent): Promise<typeof PIXEL> => {
    try {
      await note(deps, event);
    } catch (error) {
      deps.log.error('An impression could not be noted.', describeError(error));
    }
    return PIXEL;
  };
