import { CREATIVE_FILE_TYPES, CREATIVE_LIMITS } from '../../domain/creatives.ts';
import { notFound, unprocessable } from '../../domain/errors.ts';
import { IMAGE_TYPES } from '../../domain/images.ts';
import { normalDestination } from '../../domain/links.ts';
import { EVERYBODY, namesInTarget } from '../../domain/targets.ts';
import { type Creative, creatives, showBanner } from '../../table/creatives.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as statistics from '../shared/contracts/creative-statistics.ts';
import * as contract from '../shared/contracts/creatives.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { keptFile } from '../shared/files.ts';
import { imageAddress } from '../shared/looks.ts';
import { requireRoom } from '../shared/plans.ts';
import { inAll } from '../shared/statistics.ts';
import { changedContent, newContent } from './creative-content.ts';
import { creativeStatistics, placementStatistics } from './creative-statistics.ts';
import type { ContentDeps } from './deps.ts';
import { readTarget, targetView } from './targets.ts';
import { uploadFormFor } from './uploads.ts';

type View = DataOf<typeof contract.getCreative>;

type Figures = Pick<View, 'impressions' | 'clicks'>;

const view = (deps: ContentDeps, creative: Creative, figures: Figures): View => {
  const { program, banner, file } = creative;
  const { key, created_at, updated_at, name, kind, archived, position } = creative;
  return {
    ...{ key, created_at, updated_at, name, kind, archived, position, ...figures },
    description: creative.description ?? null,
    target: targetView(creative.target),
    destination_url: creative.destination ?? null,
    banner:
      banner === undefined
        ? null
        : {
            image_url: imageAddress(deps.publicUrl, program, banner.upload),
            ...{ width: banner.width, height: banner.height, alt_text: banner.alt_text },
            ...{ content_type: banner.content_type, size: banner.size },
          },
    text_link: creative.text_link ?? null,
    email: creative.email ?? null,
    file: file === undefined ? null : { name: file.name, content_type: file.content_type, size: file.size },
  };
};

/** How often each creative of the program was shown and clicked, in all. */
const figuresOf = async (store: Store, program: string): Promise<(creative: string) => Figures> => {
  const sums = await inAll(store, program, 'creative');
  return (creative) => ({
    impressions: sums.get(creative)?.impressions ?? 0,
    clicks: sums.get(creative)?.clicks ?? 0,
  });
};

/** @throws Failure `not_found`. */
export const findCreative = async (store: Store, program: string, key: string): Promise<Creative> => {
  const creative = await creatives.get(store, program, key);
  if (creative === undefined) throw notFound('creative', 'creative');
  return creative;
};

const LAST_POSITION = 9_999;

const create = async (
  deps: ContentDeps,
  context: Context,
  { body }: InputOf<typeof contract.createCreative>,
): Promise<View> => {
  const { now, program } = context;
  const key = deps.ids.key('crt', now);
  const content = await newContent(deps, program, body);
  const { answer } = await changeProgramState(deps, context, async ({ configuration, plan }) => {
    const all = await creatives.all(deps.store, program);
    requireRoom(plan, 'creatives', all.filter((other) => !other.archived).length);
    requireRoom(plan, 'creatives_with_archived', all.length);
    const last = Math.max(0, ...all.map((other) => other.position + 1));
    const { target } = body;
    const creative: Creative = {
      ...{ key, program, name: body.name, created_at: now, updated_at: now, rev: 1, archived: false },
      ...{ kind: body.kind, description: body.description },
      position: body.position ?? Math.min(last, LAST_POSITION),
      target: target === undefined ? EVERYBODY : await readTarget(deps.store, program, configuration, target),
      destination: body.destination_url === undefined ? undefined : normalDestination(body.destination_url),
      ...content,
    };
    return { answer: creative, writes: [...creatives.add(creative), ...showBanner(creative)] };
  });
  return view(deps, answer, { impressions: 0, clicks: 0 });
};

type Patch = InputOf<typeof contract.updateCreative>['body'];

const withSettings = (before: Creative, body: Patch, now: number): Creative => ({
  ...before,
  name: body.name ?? before.name,
  archived: body.archived ?? before.archived,
  position: body.position ?? before.position,
  description: body.description === undefined ? before.description : (body.description ?? undefined),
  ...(body.destination_url === undefined
    ? {}
    : { destination: body.destination_url === null ? undefined : normalDestination(body.destination_url) }),
  updated_at: now,
});

const update = async (
  deps: ContentDeps,
  context: Context,
  { params, body }: InputOf<typeof contract.updateCreative>,
): Promise<View> => {
  const { program } = context;
  const content = await changedContent(deps, await findCreative(deps.store, program, params.creative), body);
  const { answer } = await changeProgramState(deps, context, async ({ configuration, plan }) => {
    const before = await findCreative(deps.store, program, params.creative);
    const after = { ...withSettings(before, body, context.now), ...content };
    if (before.archived && !after.archived) {
      const all = await creatives.all(deps.store, program);
      requireRoom(plan, 'creatives', all.filter((other) => !other.archived).length);
    }
    // What was archived may name groups and segments that are gone: it comes back when its target is known again.
    const again = before.archived && !after.archived ? targetView(before.target) : undefined;
    const asked = body.target ?? again;
    const target = asked === undefined ? before.target : await readTarget(deps.store, program, configuration, asked);
    const creative = { ...after, target };
    const shown = content.banner === undefined ? [] : showBanner(creative);
    return { answer: creative, writes: [...creatives.change(before, creative), ...shown] };
  });
  const figures = await figuresOf(deps.store, program);
  return view(deps, answer, figures(answer.key));
};

const list = async (
  deps: ContentDeps,
  { program }: Context,
  query: InputOf<typeof contract.listCreatives>['query'],
) => {
  const { kind, include_archived: withArchived, group_key: group, segment_key: segment, ...page } = query;
  const keep = (creative: Creative): boolean =>
    (withArchived === true || !creative.archived) &&
    (kind === undefined || creative.kind === kind) &&
    (group === undefined || namesInTarget(creative.target, 'group', group)) &&
    (segment === undefined || namesInTarget(creative.target, 'segment', segment));
  const [found, figures] = await Promise.all([
    listDefinitions(deps.store, creatives, program, page, (creative) => creative, keep),
    figuresOf(deps.store, program),
  ]);
  return { ...found, items: found.items.map((creative) => view(deps, creative, figures(creative.key))) };
};

/** @throws Failure `unprocessable` (`file_type`, `too_large`). */
const allowUpload = (
  deps: ContentDeps,
  program: string,
  { kind, type, size }: InputOf<typeof contract.createCreativeUpload>['body'],
) => {
  const types: readonly string[] = kind === 'banner' ? IMAGE_TYPES : CREATIVE_FILE_TYPES;
  if (!types.includes(type)) throw unprocessable('file_type', `Must be one of ${types.join(', ')}.`, 'type');
  const mostBytes = kind === 'banner' ? CREATIVE_LIMITS.image_bytes : CREATIVE_LIMITS.file_bytes;
  if (size > mostBytes) throw unprocessable('too_large', `Must be at most ${mostBytes} bytes.`, 'size');
  return uploadFormFor(deps, program, { type, mostBytes });
};

/** An address that downloads the file of a creative. @throws Failure `not_found` for those without one. */
export const fileAddress = (deps: ContentDeps, { program, file }: Creative): { readonly url: string } => {
  if (file === undefined) throw notFound('file', 'creative');
  return { url: deps.files.downloadAddress(keptFile(program, file.upload), file.name, deps.clock.real()) };
};

/** The operations of /v2/creatives. */
export const creativeRoutes = (deps: ContentDeps): readonly Route[] => [
  route(contract.createCreative, (context, input) => create(deps, context, input)),
  route(contract.listCreatives, (context, { query }) => list(deps, context, query)),
  route(contract.getCreative, async ({ program }, { params }) => {
    const creative = await findCreative(deps.store, program, params.creative);
    return view(deps, creative, (await figuresOf(deps.store, program))(creative.key));
  }),
  route(contract.updateCreative, (context, input) => update(deps, context, input)),
  route(contract.createCreativeUpload, async ({ program }, { body }) => allowUpload(deps, program, body)),
  route(contract.getCreativeFile, async ({ program }, { params }) =>
    fileAddress(deps, await findCreative(deps.store, program, params.creative)),
  ),
  route(statistics.getCreativeStatistics, async (context, { params, query }) =>
    creativeStatistics(deps, context, await findCreative(deps.store, context.program, params.creative), query),
  ),
  route(statistics.listPlacementStatistics, (context, { query }) => placementStatistics(deps, context, query)),
];
