import { conflict, Failure, notFound } from '../../domain/errors.ts';
import { EVERYBODY, isFor } from '../../domain/targets.ts';
import { getStanding } from '../../table/partnerships.ts';
import { type PortalPage, portalPages } from '../../table/portal-pages.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { type Change, changeProgramState, type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/portal-pages.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { requireRoom } from '../shared/plans.ts';
import type { ContentDeps } from './deps.ts';
import { readTarget, targetView } from './targets.ts';

type View = DataOf<typeof contract.getPortalPage>;

const view = ({ key, created_at, updated_at, name, title, text, position, target }: PortalPage): View => ({
  ...{ key, created_at, updated_at, title, slug: name, text, position, target: targetView(target) },
});

/** @throws Failure `not_found`. */
const find = async (store: Store, program: string, key: string): Promise<PortalPage> => {
  const page = await portalPages.get(store, program, key);
  if (page === undefined) throw notFound('page', 'page');
  return page;
};

/** Changes pages; the name that can be taken is the slug. */
const changePages = async <T>(
  deps: ContentDeps,
  context: Context,
  decide: (state: ProgramState) => Promise<Change<T>>,
): Promise<{ readonly answer: T }> => {
  try {
    return await changeProgramState(deps, context, decide);
  } catch (error) {
    if (!(error instanceof Failure && error.details.reason === 'name_taken')) throw error;
    throw conflict('Another page has this slug.', 'slug', 'name_taken');
  }
};

const LAST_POSITION = 9_999;

const create = async (
  deps: ContentDeps,
  context: Context,
  { title, slug, text, position, target }: InputOf<typeof contract.createPortalPage>['body'],
): Promise<View> => {
  const { now, program } = context;
  const key = deps.ids.key('page', now);
  const { answer } = await changePages(deps, context, async ({ configuration, plan }) => {
    const all = await portalPages.all(deps.store, program);
    requireRoom(plan, 'portal_pages', all.length);
    const last = Math.max(0, ...all.map((other) => other.position + 1));
    const page: PortalPage = {
      ...{ key, program, name: slug, created_at: now, updated_at: now, rev: 1, title, text },
      position: position ?? Math.min(last, LAST_POSITION),
      target: target === undefined ? EVERYBODY : await readTarget(deps.store, program, configuration, target),
    };
    return { answer: page, writes: portalPages.add(page) };
  });
  return view(answer);
};

const update = async (
  deps: ContentDeps,
  context: Context,
  { params, body }: InputOf<typeof contract.updatePortalPage>,
): Promise<View> => {
  const { program } = context;
  const { answer } = await changePages(deps, context, async ({ configuration }) => {
    const before = await find(deps.store, program, params.page);
    const { target: asked } = body;
    const after: PortalPage = {
      ...before,
      name: body.slug ?? before.name,
      title: body.title ?? before.title,
      text: body.text ?? before.text,
      position: body.position ?? before.position,
      target: asked === undefined ? before.target : await readTarget(deps.store, program, configuration, asked),
      updated_at: context.now,
    };
    return { answer: after, writes: portalPages.change(before, after) };
  });
  return view(answer);
};

const remove = async (deps: ContentDeps, context: Context, key: string): Promise<void> => {
  await changeProgramState(deps, context, async () => {
    const page = await find(deps.store, context.program, key);
    return { answer: undefined, writes: portalPages.remove(page) };
  });
};

/** The pages that this partner sees, in their order. Whoever is inactive sees those for everybody. */
const seenBy = async (deps: ContentDeps, context: Context): Promise<readonly PortalPage[]> => {
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined) throw notFound('partnership', 'partnership');
  const [all, { configuration }] = await Promise.all([
    portalPages.all(deps.store, context.program),
    readProgramState(deps, context.program),
  ]);
  return all
    .filter(({ target }) => target.type === 'all' || standing.status === 'active')
    .filter(({ target }) => isFor(target, standing, configuration.segments))
    .toSorted((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
};

/** The operations of the portal's further pages. */
export const pageRoutes = (deps: ContentDeps): readonly Route[] => [
  route(contract.createPortalPage, (context, { body }) => create(deps, context, body)),
  route(contract.listPortalPages, ({ program }, { query }) =>
    listDefinitions(deps.store, portalPages, program, query, view),
  ),
  route(contract.getPortalPage, async ({ program }, { params }) => view(await find(deps.store, program, params.page))),
  route(contract.updatePortalPage, (context, input) => update(deps, context, input)),
  route(contract.deletePortalPage, async (context, { params }) => {
    await remove(deps, context, params.page);
    return { key: params.page, deleted: true };
  }),
  route(contract.listOwnPortalPages, async (context) => ({
    items: (await seenBy(deps, context)).map(({ name: slug, title }) => ({ slug, title })),
    has_more: false,
  })),
  route(contract.getOwnPortalPage, async (context, { params }) => {
    const page = (await seenBy(deps, context)).find(({ name }) => name === params.slug);
    if (page === undefined) throw notFound('page', 'slug');
    return { slug: page.name, title: page.title, text: page.text };
  }),
];
