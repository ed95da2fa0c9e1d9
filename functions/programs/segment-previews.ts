import { type Overlap, previewSegment as previewOf } from '../../domain/memberships.ts';
import { type SegmentExpression, tagsOf } from '../../domain/segments.ts';
import { type Segment, segments } from '../../table/definitions.ts';
import { profileKey, standingKey } from '../../table/keys.ts';
import { readProfile, readStanding } from '../../table/partnerships.ts';
import { membershipsOf } from '../../table/rosters.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { getSegmentPreview, previewSegment } from '../shared/contracts/segments.ts';
import { type PageQuery, pageOfAll, wholeItems } from '../shared/paging.ts';
import type { ProgramsDeps } from './deps.ts';
import { findSegment, readMatch } from './segment-matches.ts';

type View = DataOf<typeof getSegmentPreview>;
type Member = View['items'][number];

/** The partnerships of a page with what a person knows them by. */
const membersOf = async (deps: ProgramsDeps, keys: readonly string[]): Promise<Member[]> => {
  const [standings, profiles] = await Promise.all([
    wholeItems(deps.store, keys.map(standingKey)),
    wholeItems(deps.store, keys.map(profileKey)),
  ]);
  return standings.flatMap((item, index): readonly Member[] => {
    const person = profiles[index];
    if (item === undefined || person === undefined) return [];
    const { key, group, tags } = readStanding(item);
    const profile = readProfile(person);
    const { created_at, updated_at, partner_key, email } = profile;
    const names = {
      first_name: profile.first_name ?? null,
      last_name: profile.last_name ?? null,
      company: profile.company ?? null,
    };
    return [{ key, created_at, updated_at, partner_key, email, ...names, group_key: group, tags }];
  });
};

const overlapView = (match: SegmentExpression, others: ReadonlyMap<string, Segment>) => {
  const own = tagsOf(match);
  return ({ segment, both, other }: Overlap): View['overlaps'][number] => {
    const compared = others.get(segment);
    return {
      segment_key: segment,
      name: compared?.name ?? segment,
      count: other,
      shared_count: both,
      shared_tags: compared === undefined ? [] : tagsOf(compared.match).filter((tag) => own.includes(tag)),
    };
  };
};

const preview = async (
  deps: ProgramsDeps,
  { program }: Context,
  match: SegmentExpression,
  edited: string | undefined,
  query: PageQuery,
): Promise<View> => {
  const [memberships, all] = await Promise.all([membershipsOf(deps.store, program), segments.all(deps.store, program)]);
  const others = new Map(all.filter(({ key }) => key !== edited).map((segment) => [segment.key, segment]));
  const { active, inactive, overlaps } = previewOf(memberships, match, [...others.values()]);
  const page = pageOfAll(
    active.map((key) => ({ key, created_at: 0, updated_at: 0 })),
    query,
  );
  const items = await membersOf(
    deps,
    page.items.map(({ key }) => key),
  );
  return {
    count: active.length,
    inactive_count: inactive,
    items,
    has_more: page.has_more,
    overlaps: overlaps.map(overlapView(match, others)),
  };
};

/** Who would be in a segment that is being written. @throws Failure `unprocessable` on `match`, `not_found`. */
export const previewDraft = async (
  deps: ProgramsDeps,
  context: Context,
  { body, query }: InputOf<typeof previewSegment>,
): Promise<View> => {
  if (body.segment_key !== undefined) await findSegment(deps.store, context.program, body.segment_key);
  const match = await readMatch(deps.store, context.program, body.match);
  return preview(deps, context, match, body.segment_key, query);
};

/** Who is in a segment. @throws Failure `not_found`. */
export const previewStored = async (
  deps: ProgramsDeps,
  context: Context,
  { params, query }: InputOf<typeof getSegmentPreview>,
): Promise<View> => {
  const { key, match } = await findSegment(deps.store, context.program, params.segment);
  return preview(deps, context, match, key, query);
};
