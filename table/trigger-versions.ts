import { decode } from './codec.ts';
import { TriggerDefinition } from './definitions.ts';
import { triggerVersionKey } from './keys.ts';
import { absent, type Item, type Store, type Write } from './store.ts';

/** Stores a version of a trigger that has ended (`trigger_version_exists`). */
export const keepVersion = (version: TriggerDefinition): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...triggerVersionKey(version.program, version.key, version.version), ...version },
  condition: absent('trigger_version_exists'),
});

export const readVersion = (item: Item): TriggerDefinition => decode(TriggerDefinition, item);

/** A version of a trigger that has ended; undefined when there is no such one. */
export const getVersion = async (
  store: Store,
  program: string,
  trigger: string,
  version: number,
): Promise<TriggerDefinition | undefined> => {
  const item = await store.get(triggerVersionKey(program, trigger, version));
  return item === undefined ? undefined : readVersion(item);
};
