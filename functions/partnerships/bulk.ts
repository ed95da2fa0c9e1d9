import { Failure } from '../../domain/errors.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { actOnPartnerships } from '../shared/contracts/partnership-bulk.ts';
import { type PartnershipDeps, requireGroup } from '../shared/found-partners.ts';
import { inParallel } from '../shared/parallel.ts';
import { tagKeys } from '../shared/tag-names.ts';
import { changePartner } from './change.ts';
import { retagged } from './tagging.ts';

type Body = InputOf<typeof actOnPartnerships>['body'];
type Answer = DataOf<typeof actOnPartnerships>;
type Result = Answer['items'][number];

/** What is to be done to each: whether it is so already, and else how. */
interface Act {
  readonly holds: (standing: Standing) => boolean;
  readonly change: (key: string) => Promise<unknown>;
}

const tagAct = async (
  deps: PartnershipDeps,
  context: Context,
  body: Extract<Body, { action: 'tag' | 'untag' }>,
): Promise<Act> => {
  const keys = await tagKeys(deps.store, context.program, body.tags, (index) => `tags.${index}`);
  const tagging = body.action === 'tag' ? { add: keys, remove: [] } : { add: [], remove: keys };
  return {
    holds: ({ tags }) => keys.every((tag) => tags.includes(tag) === (body.action === 'tag')),
    change: (key) => changePartner(deps, context, key, {}, { retag: retagged(tagging) }),
  };
};

const actOf = async (deps: PartnershipDeps, context: Context, body: Body): Promise<Act> => {
  switch (body.action) {
    case 'tag':
    case 'untag':
      return tagAct(deps, context, body);
    case 'move': {
      const { group_key } = body;
      await requireGroup(deps, context.program, group_key);
      return {
        holds: ({ group }) => group === group_key,
        change: (key) => changePartner(deps, context, key, { group_key }),
      };
    }
    case 'deactivate':
      return {
        holds: ({ status }) => status === 'inactive',
        change: (key) => changePartner(deps, context, key, { status: 'inactive', status_reason: body.reason }),
      };
    case 'reactivate':
      return {
        holds: ({ status }) => status === 'active',
        change: (key) => changePartner(deps, context, key, { status: 'active' }),
      };
  }
};

type Outcome = Pick<Result, 'result' | 'error'>;

const UNKNOWN: Outcome = {
  result: 'refused',
  error: { code: 'not_found', reason: null, message: 'There is no such partnership.' },
};

/** A refusal is told and keeps nobody else from being changed; a defect ends the request. */
const outcomeOf = async ({ holds, change }: Act, standing: Standing): Promise<Outcome> => {
  if (holds(standing)) return { result: 'unchanged', error: null };
  try {
    await change(standing.key);
    return { result: 'done', error: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, details } = error;
    return { result: 'refused', error: { code, reason: details.reason ?? null, message } };
  }
};

/**
 * Does one thing to many partnerships, and tells for each what became of it.
 * @throws Failure `unprocessable` when the group or a tag is unknown: then nothing was changed.
 */
export const actOnPartners = async (deps: PartnershipDeps, context: Context, body: Body): Promise<Answer> => {
  const act = await actOf(deps, context, body);
  const found = await inParallel(body.partnerships, (name) => findPartnership(deps.store, context.program, name));
  const distinct = new Map(found.flatMap((one): [string, Standing][] => (one === undefined ? [] : [[one.key, one]])));
  const outcomes = await inParallel([...distinct.values()], async (standing) => ({
    key: standing.key,
    outcome: await outcomeOf(act, standing),
  }));
  const byKey = new Map(outcomes.map(({ key, outcome }) => [key, outcome]));
  const items = body.partnerships.map((partnership, index): Result => {
    const key = found[index]?.key;
    const outcome = (key === undefined ? undefined : byKey.get(key)) ?? UNKNOWN;
    return { partnership, partnership_key: key ?? null, ...outcome };
  });
  const count = (result: Result['result']): number => items.filter((item) => item.result === result).length;
  return { items, done: count('done'), unchanged: count('unchanged'), refused: count('refused') };
};
