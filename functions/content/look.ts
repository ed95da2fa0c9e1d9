import { notFound } from '../../domain/errors.ts';
import { findJoin } from '../../table/joins.ts';
import { changeLook, getLook, type Look } from '../../table/looks.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { findPublicForms } from '../../table/public-forms.ts';
import type { Store } from '../../table/store.ts';
import { type Context, publicRoute, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/looks.ts';
import { coloursOf, logoOf, lookPalette, publicLook } from '../shared/looks.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { ContentDeps } from './deps.ts';
import { claimImage, uploadFormFor } from './uploads.ts';

type View = DataOf<typeof contract.getPortalLook>;
type Patch = InputOf<typeof contract.updatePortalLook>['body'];

const LOGO_LIMITS = { bytes: 500_000, pixels: 4_000 } as const;

const requireProgram = async (store: Store, key: string): Promise<Program> => {
  const program = await getProgram(store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

const view = async (deps: ContentDeps, program: string, look: Look): Promise<View> => {
  const { primary, accent } = coloursOf(look);
  return {
    name: look.name ?? (await requireProgram(deps.store, program)).name,
    logo: logoOf(deps.publicUrl, look) ?? null,
    ...{ primary_color: primary, accent_color: accent, palette: { ...lookPalette(look) } },
    welcome: look.welcome ?? null,
    imprint_url: look.imprint_url ?? null,
    privacy_url: look.privacy_url ?? null,
    terms_url: look.terms_url ?? null,
    updated_at: look.rev === 0 ? null : look.updated_at,
  };
};

/** A setting after a change: the earlier one when none is named, none when it is taken away. */
const after = <T>(before: T | undefined, asked: T | null | undefined): T | undefined =>
  asked === undefined ? before : (asked ?? undefined);

const changed = (before: Look, body: Patch, logo: Look['logo'], now: number): Look => ({
  ...before,
  name: after(before.name, body.name),
  logo,
  primary: after(before.primary, body.primary_color)?.toLowerCase(),
  accent: after(before.accent, body.accent_color)?.toLowerCase(),
  welcome: after(before.welcome, body.welcome),
  imprint_url: after(before.imprint_url, body.imprint_url),
  privacy_url: after(before.privacy_url, body.privacy_url),
  terms_url: after(before.terms_url, body.terms_url),
  created_at: before.rev === 0 ? now : before.created_at,
  updated_at: now,
});

const update = async (deps: ContentDeps, { program, now }: Context, body: Patch): Promise<View> => {
  const { logo: asked } = body;
  const kept = (await getLook(deps.store, program)).logo;
  const named = asked?.upload === kept?.upload ? undefined : asked?.upload;
  const claimed =
    named === undefined
      ? undefined
      : await claimImage(deps, program, { upload: named, param: 'logo.upload' }, LOGO_LIMITS);
  return untilUncontended(['look_changed'], deps.chance, async () => {
    const before = await getLook(deps.store, program);
    const look = changed(before, body, asked === null ? undefined : (claimed ?? before.logo), now);
    await deps.store.write(changeLook(before, look));
    return view(deps, program, { ...look, rev: before.rev + 1 });
  });
};

/** The program that a page for visitors belongs to, by whatever that page knows of it. */
const programAt = async (store: Store, place: string): Promise<Program> => {
  const found = place.startsWith('prog_')
    ? { program: place }
    : ((await findPublicForms(store, place)) ?? (await findJoin(store, place)));
  if (found === undefined) throw notFound('program', 'place');
  return requireProgram(store, found.program);
};

/** The operations of the portal's look. */
export const lookRoutes = (deps: ContentDeps): readonly Route[] => [
  route(contract.getPortalLook, async ({ program }) => view(deps, program, await getLook(deps.store, program))),
  route(contract.updatePortalLook, (context, { body }) => update(deps, context, body)),
  route(contract.createLogoUpload, async ({ program }, { body }) =>
    uploadFormFor(deps, program, { type: body.type, mostBytes: LOGO_LIMITS.bytes }),
  ),
  route(contract.getOwnPortalLook, async ({ program: key }) => {
    const [program, look] = await Promise.all([requireProgram(deps.store, key), getLook(deps.store, key)]);
    return { ...publicLook(deps.publicUrl, program, look), welcome: look.welcome ?? null };
  }),
  publicRoute(contract.getProgramLook, async (_context, { params }) => {
    const program = await programAt(deps.store, params.place);
    return publicLook(deps.publicUrl, program, await getLook(deps.store, program.key));
  }),
];
