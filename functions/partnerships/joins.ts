import { notFound } from '../../domain/errors.ts';
import { groups } from '../../table/definitions.ts';
import { findJoin } from '../../table/joins.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { publicRoute, type Route } from '../shared/api.ts';
import { getJoinLink } from '../shared/contracts/joins.ts';
import { termsOf } from '../shared/terms.ts';

/** What a join link tells to whoever holds it. One that was renewed or never was is the same: nothing. */
export const joinRoutes = (store: Store): readonly Route[] => [
  publicRoute(getJoinLink, async (_context, { params }) => {
    const join = await findJoin(store, params.slug);
    const [program, group] =
      join === undefined
        ? []
        : await Promise.all([getProgram(store, join.program), groups.get(store, join.program, join.group)]);
    if (program === undefined || group === undefined || group.archived) throw notFound('join link', 'slug');
    const terms = termsOf(group);
    return {
      slug: params.slug,
      program_name: program.name,
      title: group.social?.title ?? null,
      terms_url: terms?.url ?? null,
      terms_version: terms?.version ?? null,
    };
  }),
];
