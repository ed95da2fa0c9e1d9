import { decode } from './codec.ts';
import { TriggerDefinition } from './definitions.ts';
import { triggerVersionKey } from './keys.ts';
import { absent, type Item, type Write } from './store.ts';

/** Stores a version of a trigger that has ended (`trigger_version_exists`). */
export const keepVersion = (version: TriggerDefinition): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...triggerVersionKey(version.program, version.key, version.version), ...version },
  condition: absent('trigger_version_exists'),
});

export const readVersion = (item: Item): TriggerDefinition => decode(TriggerDefinition, item);
