import { Failure } from '../../domain/errors.ts';
import type { Group } from '../../table/definitions.ts';
import { groupPartitions } from '../../table/keys.ts';
import type { Store } from '../../table/store.ts';
import type { ProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import type { listGroupUsages } from '../shared/contracts/groups.ts';
import { contentUsagesOf } from './content-usages.ts';
import { inUse, namedUsages, usagesOf } from './usages.ts';

/**
 * Refuses to archive a group that something still points to: the program as its default group, triggers,
 * what is shown to its partners only, or partnerships (and with them their links).
 */
export const requireUnused = async (store: Store, state: ProgramState, group: Group, now: number): Promise<void> => {
  if (state.program.default_group === group.key) {
    throw new Failure('conflict', 'The default group cannot be archived.', {
      reason: 'default_group',
      param: 'archived',
    });
  }
  const usages = [
    ...usagesOf(state.configuration, now, 'group', group.key),
    ...(await contentUsagesOf(store, state.program.key, 'group', group.key)),
  ];
  if (usages.length > 0) throw inUse('group', 'archived', usages);
  for (const pk of groupPartitions(state.program.key, group.key)) {
    const page = await store.query({ index: 'gsi2', pk, limit: 1 });
    if (page.items.length > 0) {
      throw new Failure('conflict', 'Partnerships are in this group. Move them first.', {
        reason: 'in_use',
        param: 'archived',
      });
    }
  }
};

/** How many partnerships are counted: more than anybody moves one by one. */
const MOST_COUNTED = 100;

const partnershipsIn = async (store: Store, group: Group): Promise<number> => {
  let count = 0;
  for (const pk of groupPartitions(group.program, group.key)) {
    const page = await store.query({ index: 'gsi2', pk, limit: MOST_COUNTED - count });
    count += page.items.length;
    if (count >= MOST_COUNTED) break;
  }
  return count;
};

/** What keeps a group from being archived. */
export const usagesOfGroup = async (
  store: Store,
  { program, configuration }: ProgramState,
  group: Group,
  now: number,
): Promise<DataOf<typeof listGroupUsages>> => {
  const [content, partnerships] = await Promise.all([
    contentUsagesOf(store, program.key, 'group', group.key),
    partnershipsIn(store, group),
  ]);
  const triggers = namedUsages(configuration, now, usagesOf(configuration, now, 'group', group.key));
  return {
    items: [...triggers, ...content],
    has_more: false,
    default: program.default_group === group.key,
    partnerships,
  };
};
