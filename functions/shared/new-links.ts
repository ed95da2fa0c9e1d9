import { conflict, Failure, notFound, unprocessable } from '../../domain/errors.ts';
import {
  DEFAULT_HOST,
  MAX_LINKS,
  normalDestination,
  SLUG_RANDOM_BYTES,
  slugFrom,
  type Utm,
} from '../../domain/links.ts';
import { addHostLink, hostOwner, keepsHost } from '../../table/domains.ts';
import { addLink, type Landing, type Link, linksOf } from '../../table/links.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import { ConditionFailed, type Store, type Write } from '../../table/store.ts';
import type { InputOf } from './contract.ts';
import type { createLink } from './contracts/links.ts';
import type { Ids } from './ids.ts';
import { readLanding, settleLinks } from './landing.ts';

/** What a new link is made with. */
export interface NewLinkDeps {
  readonly store: Store;
  readonly ids: Ids;
}

/** What showing and changing links needs besides. */
export interface LinkDeps extends NewLinkDeps {
  readonly chance: () => number;
  /** Where links are reached, without a slash at the end. */
  readonly publicUrl: string;
}

const ATTEMPTS = 5;

/** Only what is set: the table and the API know no empty parameters. */
export const setOnly = <T extends object>(fields: T): T | undefined => {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : fields;
};

export const requiredStanding = async (deps: NewLinkDeps, program: string, name: string): Promise<Standing> => {
  const standing = await findPartnership(deps.store, program, name);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  return standing;
};

/** A link without a destination of its own needs one of the group or the program; that one may change later. */
export const requireDestination = async (
  deps: NewLinkDeps,
  place: { readonly program: string; readonly group: string },
  own: string | undefined,
): Promise<Landing> => {
  const landing = await readLanding(deps.store, place.program, place.group);
  if (own === undefined && landing.destination === undefined) {
    const message = 'Neither the group nor the program has an address: say where this link leads.';
    throw unprocessable('destination_missing', message, 'destination_url');
  }
  return landing;
};

/** The host of a new link, and what makes sure that it is still the program's. */
const placeOf = async (store: Store, program: string, key: string, host: string | undefined) => {
  if (host === undefined) return { host: DEFAULT_HOST, hostWrites: [] };
  const owner = await hostOwner(store, host);
  if (owner?.program !== program) {
    throw unprocessable('host_not_verified', 'This is no verified link domain of the program.', 'host');
  }
  return { host, hostWrites: [keepsHost(owner), addHostLink(program, host, key)] };
};

const insert = async (
  deps: NewLinkDeps,
  link: Link,
  hostWrites: readonly Write[],
  slugWasGiven: boolean,
): Promise<Link> => {
  for (let attempt = 1; ; attempt++) {
    const random = Buffer.from(deps.ids.secret(SLUG_RANDOM_BYTES), 'base64url');
    const named = slugWasGiven ? link : { ...link, slug: slugFrom(random) };
    try {
      await deps.store.transact([addLink(named), ...hostWrites]);
      return named;
    } catch (error) {
      if (!(error instanceof ConditionFailed && error.condition === 'slug_taken')) throw error;
      if (slugWasGiven) throw conflict('This address belongs or belonged to another link.', 'slug', 'slug_taken');
      if (attempt === ATTEMPTS) throw error;
    }
  }
};

type Body = InputOf<typeof createLink>['body'];

/**
 * A new link of a partnership, with the slug that is asked for or one that cannot be guessed.
 * @param guards what must be written with it.
 * @throws Failure `not_found` (partnership_key), `conflict` (`slug_taken`), `plan_limit` (`links`), `unprocessable`
 * (`destination_missing`, `host_not_verified`).
 */
export const addNewLink = async (
  deps: NewLinkDeps,
  context: { readonly program: string; readonly now: number },
  body: Body,
  guards: readonly Write[] = [],
): Promise<Link> => {
  const standing = await requiredStanding(deps, context.program, body.partnership_key);
  const program = await getProgram(deps.store, context.program);
  if (program === undefined) throw notFound('program', 'program');
  const landing = await requireDestination(deps, standing, body.destination_url);
  if ((await linksOf(deps.store, standing.key, MAX_LINKS)).length >= MAX_LINKS) {
    throw new Failure('plan_limit', `A partnership has at most ${MAX_LINKS} links.`, { reason: 'links' });
  }
  const key = deps.ids.key('link', context.now);
  const { host, hostWrites } = await placeOf(deps.store, context.program, key, body.host);
  const link: Link = {
    key,
    program: context.program,
    partnership: standing.key,
    host,
    slug: body.slug ?? '',
    name: body.name,
    destination: body.destination_url === undefined ? undefined : normalDestination(body.destination_url),
    utm: body.utm === undefined ? undefined : setOnly<Utm>(body.utm),
    preview: body.preview,
    landing,
    group: standing.group,
    active: standing.status === 'active',
    archived: false,
    deleted: false,
    window_days: program.attribution_window_days,
    created_at: context.now,
    updated_at: context.now,
    rev: 1,
  };
  const made = await insert(deps, link, [...hostWrites, ...guards], body.slug !== undefined);
  await settleLinks(deps.store, standing.key, landing);
  return made;
};
