import { Failure } from '../../domain/errors.ts';
import { IMAGE_TYPES } from '../../domain/images.ts';
import { shownBanner } from '../../table/creatives.ts';
import { type OpenAnswer, openRoute, type Route } from '../shared/api.ts';
import { getCreativeImage, getImage } from '../shared/contracts/creatives.ts';
import { shownFile } from '../shared/files.ts';
import type { ContentDeps } from './deps.ts';

/** Where the picture of a banner is for everybody, whichever it is now. */
export const bannerAddress = (publicUrl: string, creative: string): string =>
  `${publicUrl}/v2/public/creatives/${creative}/image`;

/** Pages of others may show it, and nothing in it runs. */
const HEADERS = {
  'cross-origin-resource-policy': 'cross-origin',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
} as const;

const YEAR = 'public, max-age=31536000, immutable';
/** A banner may get another picture, which is then everywhere within an hour. */
const HOUR = 'public, max-age=3600';

const nothing = (): Failure => new Failure('not_found', 'There is no such picture.');

const KEY = /^[a-z]+_[\w-]{1,60}$/;

const picture = async (deps: ContentDeps, program: string, upload: string, cache: string): Promise<OpenAnswer> => {
  if (!KEY.test(program) || !KEY.test(upload)) throw nothing();
  const key = shownFile(program, upload);
  const [found, body] = await Promise.all([deps.files.head(key), deps.files.read(key)]);
  const contentType = IMAGE_TYPES.find((type) => type === found?.contentType);
  if (contentType === undefined || body === undefined) throw nothing();
  return {
    ...{ status: 200, contentType, isBase64Encoded: true, body: body.toString('base64') },
    headers: { ...HEADERS, 'cache-control': cache },
  };
};

/** Pictures as everybody sees them: the CDN keeps them, so that they are read here once. */
export const imageRoutes = (deps: ContentDeps): readonly Route[] => [
  openRoute(getImage, (_context, _request, { program = '', image = '' }) => picture(deps, program, image, YEAR)),
  openRoute(getCreativeImage, async (_context, _request, { creative = '' }) => {
    const banner = KEY.test(creative) ? await shownBanner(deps.store, creative) : undefined;
    if (banner === undefined) throw nothing();
    return picture(deps, banner.program, banner.upload, HOUR);
  }),
];
