import { Failure, type FieldProblem } from '../../domain/errors.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Context } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { movePartnerships } from '../shared/contracts/partnerships.ts';
import { type PartnershipDeps, requireGroup } from '../shared/found-partners.ts';
import { inParallel } from '../shared/parallel.ts';
import { changePartner } from './change.ts';

type Body = InputOf<typeof movePartnerships>['body'];

/** The partnerships that a bulk request names. @throws Failure `unprocessable`, with an entry for each partnership that is not there. */
export const requireAll = async (deps: PartnershipDeps, program: string, names: readonly string[]) => {
  const found = await inParallel(names, (name) => findPartnership(deps.store, program, name));
  const fields = found.flatMap((standing, index): readonly FieldProblem[] =>
    standing === undefined
      ? [{ param: `partnerships.${index}`, message: 'There is no such partnership.', reason: 'not_there' as const }]
      : [],
  );
  const [first] = fields;
  if (first !== undefined) {
    throw new Failure('unprocessable', first.message, { reason: 'unknown_partnership', param: first.param, fields });
  }
  return new Map(found.flatMap((standing) => (standing === undefined ? [] : [[standing.key, standing]])));
};

/** Moves partnerships to a group, each in a write of its own; a repetition goes on where an earlier one was cut off. */
export const moveToGroup = async (
  deps: PartnershipDeps,
  context: Context,
  body: Body,
): Promise<DataOf<typeof movePartnerships>> => {
  await requireGroup(deps, context.program, body.group_key);
  const all = [...(await requireAll(deps, context.program, body.partnerships)).values()];
  const moving = all.filter((standing) => standing.group !== body.group_key).map((standing) => standing.key);
  await inParallel(moving, (key) => changePartner(deps, context, key, { group_key: body.group_key }));
  return { group_key: body.group_key, moved: moving };
};
