import type { TriggerDefinition } from '../../table/definitions.ts';
import { triggerVersionKey } from '../../table/keys.ts';
import { readVersion } from '../../table/trigger-versions.ts';
import type { ProgramsDeps } from './deps.ts';

/** Which versions are asked for: so many, and only those before this number. */
export interface VersionQuery {
  readonly limit: number;
  readonly starting_after?: number | undefined;
}

/** A page of the versions of a trigger, the latest first; cursors are version numbers. */
export const versionsOf = async (
  deps: ProgramsDeps,
  newest: TriggerDefinition,
  { limit, starting_after }: VersionQuery,
): Promise<{ readonly items: readonly TriggerDefinition[]; readonly has_more: boolean }> => {
  const before = starting_after ?? newest.version + 1;
  const first = triggerVersionKey(newest.program, newest.key, 1);
  const last = triggerVersionKey(newest.program, newest.key, Math.max(1, before - 1));
  const page = await deps.store.query({
    pk: first.pk,
    between: [first.sk, last.sk],
    forward: false,
    limit: limit + 1,
  });
  const earlier = before === 1 ? [] : page.items.map(readVersion);
  const all = newest.version < before ? [newest, ...earlier] : earlier;
  return { items: all.slice(0, limit), has_more: all.length > limit };
};
