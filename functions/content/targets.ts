import type * as z from 'zod/mini';
import { Failure, type FieldProblem } from '../../domain/errors.ts';
import type { Reason } from '../../domain/reasons.ts';
import { type Target, targetProblem } from '../../domain/targets.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { groups } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';
import type { target } from '../shared/contracts/target-fields.ts';

type Asked = z.output<typeof target>;

const refused = (reason: Reason, param: string, message: string, fields: readonly FieldProblem[]): Failure =>
  new Failure('unprocessable', message, { reason, param, fields });

/**
 * A target as it is stored.
 * @throws Failure `unprocessable` (`invalid_fields`, `too_many_segments`, `unknown_reference`).
 */
export const readTarget = async (
  store: Store,
  program: string,
  configuration: Configuration,
  { type, group_keys: groupKeys, segment_keys: segmentKeys }: Asked,
): Promise<Target> => {
  const target: Target = {
    type,
    ...(groupKeys === undefined ? {} : { groups: [...new Set(groupKeys)] }),
    ...(segmentKeys === undefined ? {} : { segments: [...new Set(segmentKeys)] }),
  };
  const problem = targetProblem(target);
  if (problem !== undefined) {
    const { message, reason = 'invalid_fields' } = problem;
    const param = `target.${problem.param}`;
    throw refused(reason, param, message, [{ param, message }]);
  }
  const found = target.groups === undefined ? [] : await groups.getMany(store, program, target.groups);
  const known = new Set([
    ...found.filter((group) => !group.archived).map((group) => group.key),
    ...configuration.segments.map((segment) => segment.key),
  ]);
  const strangers = [
    ...(groupKeys ?? []).map((key, index) => ({ key, param: `target.group_keys.${index}`, what: 'group' })),
    ...(segmentKeys ?? []).map((key, index) => ({ key, param: `target.segment_keys.${index}`, what: 'segment' })),
  ].filter(({ key }) => !known.has(key));
  const fields = strangers.map(({ param, what }) => ({
    param,
    message: `There is no such ${what}.`,
    reason: 'not_there' as const,
  }));
  const [first] = fields;
  if (first !== undefined) throw refused('unknown_reference', first.param, first.message, fields);
  return target;
};

/** A target as the API shows it. */
export const targetView = ({ type, groups: groupKeys, segments }: Target): Asked => ({
  type,
  ...(groupKeys === undefined ? {} : { group_keys: groupKeys }),
  ...(segments === undefined ? {} : { segment_keys: segments }),
});
