import type { Configuration, Trigger } from '../../domain/triggers.ts';
import type { TriggerDefinition } from '../../table/definitions.ts';
import type { Write } from '../../table/store.ts';
import { keepVersion } from '../../table/trigger-versions.ts';

/**
 * How long a version that has ended stays in new configurations. A request that was accepted just before the change may
 * read the configuration just after it, and is then still judged by the version that was valid at its instant.
 */
const GRACE_MS = 3_600_000;

/** A definition as the configuration holds it. */
const versionOf = (definition: TriggerDefinition): Trigger => ({
  key: definition.key,
  version: definition.version,
  name: definition.name,
  event: definition.event,
  rules: definition.rules,
  audience: definition.audience,
  offer: definition.offer,
  created_at: definition.created_at,
  active_from: definition.active_from,
  active_to: definition.active_to,
});

/** The version with its end now, unless it ended before; one that has not begun never will. */
export const ended = <T extends { readonly active_from: number; readonly active_to?: number | undefined }>(
  version: T,
  now: number,
): T => ({ ...version, active_to: Math.max(version.active_from, Math.min(version.active_to ?? now, now)) });

/** Keeps a version that ends now, so that it can be looked at for ever. */
export const closedVersion = (before: TriggerDefinition, now: number): Write => keepVersion(ended(before, now));

/** Whether a version makes rewards now or will. */
export const isLive = (
  version: { readonly active_from: number; readonly active_to?: number | undefined },
  now: number,
): boolean => version.active_to === undefined || (version.active_to > now && version.active_to > version.active_from);

/** The triggers of the configuration that can still make rewards. */
export const liveTriggers = (configuration: Configuration, now: number): readonly Trigger[] =>
  configuration.triggers.filter((trigger) => isLive(trigger, now));

const mayStillJudge = (trigger: Trigger, now: number): boolean =>
  trigger.active_to === undefined || (trigger.active_to > now - GRACE_MS && trigger.active_to > trigger.active_from);

/** The configuration in which every version of the trigger has ended, followed by the new one, if any. */
export const replaceTrigger = (
  configuration: Configuration,
  now: number,
  key: string,
  next?: TriggerDefinition,
): Configuration => {
  const versions = configuration.triggers.map((trigger) => (trigger.key === key ? ended(trigger, now) : trigger));
  const added = next === undefined ? [] : [versionOf(next)];
  const last = versions.findLastIndex((trigger) => trigger.key === key);
  const place = last < 0 ? versions.length : last + 1;
  const triggers = [...versions.slice(0, place), ...added, ...versions.slice(place)];
  return { ...configuration, triggers: triggers.filter((trigger) => mayStillJudge(trigger, now)) };
};
