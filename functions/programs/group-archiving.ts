import { Failure } from '../../domain/errors.ts';
import type { Group } from '../../table/definitions.ts';
import { groupPartitions } from '../../table/keys.ts';
import type { Store } from '../../table/store.ts';
import type { ProgramState } from '../shared/configuration.ts';
import { contentUsagesOf } from './content-usages.ts';
import { inUse, usagesOf } from './usages.ts';

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
