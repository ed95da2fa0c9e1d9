import { type ApartReason, judgeVisit, type Visit } from '../../domain/clicks.ts';
import { CLICK_PARAMETER, creativeIn, DEFAULT_HOST, linkHostOf, slugOfPath, targetOf } from '../../domain/links.ts';
import type { ClickIds } from '../shared/click-ids.ts';
import type { Clock } from '../shared/clock.ts';
import type { HttpEvent } from '../shared/http.ts';
import type { LinkReader, TrackedLink } from '../shared/link-reader.ts';
import { describeError, type Log } from '../shared/log.ts';
import { visitorAddress } from '../shared/visitor.ts';
import { NOT_FOUND, PAGE_HEADERS, type Page, previewPage, UNAVAILABLE } from './pages.ts';
import { SITE_SCRIPT } from './site-script.ts';

export interface TrackingDeps {
  readonly links: LinkReader;
  readonly clickIds: () => Promise<ClickIds>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Writes one line; the recorder of clicks reads it from the log. */
  readonly write: (line: string) => void;
  /** Where links are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** The names of the stack itself: what is asked there are links without a host of the merchant's. */
  readonly ownHosts: readonly string[];
}

const DAY_SECONDS = 86_400;

const SCRIPT: Page = {
  statusCode: 200,
  headers: {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  },
  body: SITE_SCRIPT,
};

/** The host that the visitor asked, which the CDN passes on in a header of ours: behind it another one is asked. */
const VIEWER_HOST = 'x-viewer-host';

/** The merchant's own host that was asked, or the one name for all of ours. */
const hostOf = (deps: TrackingDeps, event: HttpEvent): string => {
  const host = linkHostOf(event.headers[VIEWER_HOST]);
  return host === undefined || deps.ownHosts.includes(host) ? DEFAULT_HOST : host;
};

/** A frame, an image or a mere look at the headers is given nothing that could credit a partner. */
const GIVEN_NOTHING: readonly ApartReason[] = ['head', 'embedded', 'preview'];

const cookieOf = (clickId: string, link: TrackedLink, publicUrl: string): string => {
  // Only a stack that is reached by plain HTTP, which is the one on a developer's machine, may do without.
  const secure = publicUrl.startsWith('http:') ? '' : '; Secure';
  const seconds = link.windowDays * DAY_SECONDS;
  return `${CLICK_PARAMETER}=${clickId}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`;
};

const redirect = (location: string, cookies: readonly string[]): Page => ({
  statusCode: 302,
  headers: { location, ...PAGE_HEADERS },
  body: '',
  ...(cookies.length === 0 ? {} : { cookies }),
});

/** Redirects a visitor, and writes the click as one line. Nothing is stored here: the visitor does not wait for it. */
const follow = async (deps: TrackingDeps, event: HttpEvent, slug: string): Promise<Page> => {
  const host = hostOf(deps, event);
  const [link, clickIds] = await Promise.all([deps.links.find(host, slug), deps.clickIds()]);
  if (link === undefined) return NOT_FOUND;
  const visit: Visit = { method: event.requestContext.http.method, headers: event.headers };
  const apart = judgeVisit(visit) ?? (link.counts ? undefined : 'inactive');
  // As for every other request: a click and what follows from it are in one time.
  const at = event.requestContext.timeEpoch ?? deps.clock.now();
  const { key, program, partnership } = link;
  const visitor = clickIds.visitor(key, visitorAddress(event), event.headers['user-agent'] ?? '');
  // Only noted: whether the program has such a creative is looked up where the click is recorded.
  const creative = creativeIn(event.rawQueryString);
  deps.write(`${JSON.stringify({ click: { link: key, program, partnership, creative, at, visitor, apart } })}\n`);
  const plainTarget = targetOf(link.destination, link.parameters, undefined);
  const card = apart === 'preview' ? await deps.links.card(link) : undefined;
  if (card !== undefined) {
    const base = host === DEFAULT_HOST ? deps.publicUrl : `https://${host}`;
    return previewPage(card, `${base}/${slug}`, plainTarget);
  }
  if (!link.counts || (apart !== undefined && GIVEN_NOTHING.includes(apart))) {
    return redirect(plainTarget, []);
  }
  const clickId = clickIds.issue({ link: key, partnership, at });
  return redirect(targetOf(link.destination, link.parameters, clickId), [cookieOf(clickId, link, deps.publicUrl)]);
};

/** Serves links and the site script. */
export const track =
  (deps: TrackingDeps) =>
  async (event: HttpEvent): Promise<Page> => {
    if (event.rawPath === '/t.js') return SCRIPT;
    const slug = slugOfPath(event.rawPath);
    if (slug === undefined) return NOT_FOUND;
    try {
      return await follow(deps, event, slug);
    } catch (error) {
      deps.log.error('A link could not be followed.', describeError(error));
      return UNAVAILABLE;
    }
  };
