import { createHash } from 'node:crypto';
import { Failure, type FieldProblem } from '../../domain/errors.ts';
import { type Rule, rulesOf } from '../../domain/rules.ts';
import { tagsOf } from '../../domain/segments.ts';
import type { Configuration, Trigger } from '../../domain/triggers.ts';
import type { Referable } from '../shared/references.ts';
import { liveTriggers } from './trigger-versions.ts';

/** Something that uses a definition. */
export interface Usage {
  readonly type: 'trigger' | 'segment' | 'creative' | 'page';
  readonly key: string;
  /** Whether the rules of a trigger name it, and not only its audience. */
  readonly in_rules: boolean;
}

const names = (rule: Rule, field: Referable, key: string): boolean =>
  rule.field === field && (Array.isArray(rule.value) ? rule.value.includes(key) : rule.value === key);

/** Whether a trigger's rules name the definition. */
export const inRules = (trigger: Pick<Trigger, 'rules'>, field: Referable, key: string): boolean =>
  trigger.rules !== undefined && rulesOf(trigger.rules).some((rule) => names(rule, field, key));

const inAudience = ({ audience }: Trigger, field: Referable, key: string): boolean => {
  switch (field) {
    case 'group':
      return audience.group === key;
    case 'segment':
      return audience.segments?.includes(key) ?? false;
    case 'tier':
      return audience.from_tier === key;
    case 'tag':
      return false;
  }
};

/** Every live trigger and, for a tag, every segment that uses the definition. */
export const usagesOf = (
  configuration: Configuration,
  now: number,
  field: Referable,
  key: string,
): readonly Usage[] => {
  const triggers = liveTriggers(configuration, now).flatMap((trigger): readonly Usage[] => {
    const in_rules = inRules(trigger, field, key);
    return in_rules || inAudience(trigger, field, key) ? [{ type: 'trigger', key: trigger.key, in_rules }] : [];
  });
  if (field !== 'tag') return triggers;
  const segments = configuration.segments.filter((segment) => tagsOf(segment.match).includes(key));
  return [...segments.map((segment): Usage => ({ type: 'segment', key: segment.key, in_rules: false })), ...triggers];
};

/** The usages of a definition by live triggers, each with the name of its trigger. */
export const namedUsages = (configuration: Configuration, now: number, usages: readonly Usage[]) => {
  const names = new Map(liveTriggers(configuration, now).map((trigger) => [trigger.key, trigger.name]));
  return usages.map(({ key, in_rules }) => ({
    ...{ type: 'trigger' as const, key, in_rules },
    name: names.get(key) ?? key,
  }));
};

/** Names exactly these usages: whoever deletes sends it back as a sign that they were seen. */
export const confirmationOf = (usages: readonly Usage[]): string => {
  const seen = usages.map(({ type, key, in_rules }) => `${type} ${key} ${in_rules}`).sort();
  return createHash('sha256').update(seen.join('\n')).digest('hex').slice(0, 32);
};

/** The refusal to take away something that is in use; `fields` names each user. */
export const inUse = (what: string, param: string, usages: readonly Usage[]): Failure => {
  const fields = usages.map(
    (usage): FieldProblem => ({ param: usage.key, message: `This ${usage.type} uses it.`, reason: 'used_by' }),
  );
  return new Failure('conflict', `This ${what} is in use.`, { reason: 'in_use', param, fields });
};
